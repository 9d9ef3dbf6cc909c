import { type ComponentProps, useEffect, useState } from "react";
import type { Diagnostics } from "../index.js";
import type { RoomConnection } from "./room-store.js";

export interface ConnectionStatusProps extends ComponentProps<"dl"> {
  connection: RoomConnection;
  /** How often the numbers are looked at, in milliseconds. Default 1,000. */
  everyMs?: number | undefined;
}

/** A small live panel of how the line to the service does. Bring your own style: each value has its name as `data-name`. */
export function ConnectionStatus({ connection, everyMs = 1000, ...props }: ConnectionStatusProps) {
  const { state, client } = connection;
  const [, look] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => look((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return (
    <dl data-status={state.status} {...props}>
      {rows(client?.diagnostics).map(([name, label, value]) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd data-name={name}>{name === "status" ? state.status : value}</dd>
        </div>
      ))}
    </dl>
  );
}

function rows(diagnostics: Readonly<Diagnostics> | undefined): [string, string, string][] {
  const { roundTripMs, lastError } = diagnostics ?? {};
  const count = (value: number | undefined) => String(value ?? 0);
  return [
    ["status", "Connection", ""],
    ["roundTripMs", "Round trip", roundTripMs === undefined ? "–" : `${roundTripMs} ms`],
    ["reconnects", "Reconnects", count(diagnostics?.reconnects)],
    ["sent", "Frames sent", count(diagnostics?.sent)],
    ["repeated", "Sent again", count(diagnostics?.repeated)],
    ["dropped", "Repeats dropped", count(diagnostics?.dropped)],
    ["lastError", "Last error", lastError?.code ?? "–"],
  ];
}
