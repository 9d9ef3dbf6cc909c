interface Request {
  method: string;
  path: string;
  authorization: string | null;
  body: unknown;
}

type Answer = { status: number; body?: unknown } | "unreachable";
type Answers = Answer | ((request: Request) => Answer);

/** What the tickets of the fake service begin with; then comes the token. */
export const TICKET_OF = "ticket-of-";

/** The HTTP part of a service: notes what is asked, answers by `METHOD /path`. */
export class FakeHttp {
  readonly requests: Request[] = [];
  readonly answers: Record<string, Answers> = {
    "POST /sessions": { status: 201, body: session("token-1") },
    "POST /sessions/refresh": { status: 200, body: session("token-2") },
    "DELETE /sessions/me": { status: 204 },
  };

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const path = new URL(url).pathname;
    const method = init.method ?? "GET";
    const request = {
      method,
      path,
      authorization: new Headers(init.headers).get("authorization"),
      body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
    };
    this.requests.push(request);
    const answers = this.answers[`${method} ${path}`] ?? this.#otherwise(request);
    const answer = typeof answers === "function" ? answers(request) : answers;
    if (answer === "unreachable") {
      throw new TypeError("fetch failed");
    }
    const text = answer.body === undefined ? null : JSON.stringify(answer.body);
    return new Response(text, { status: answer.status });
  };

  /** A ticket, that tells the token to the other fakes. */
  #otherwise({ authorization, path }: Request): Answer {
    const token = authorization?.replace("Bearer ", "");
    const body = { ticket: TICKET_OF + token, expiresAt: "2026-03-01T12:00:30.000Z" };
    return path.endsWith("/tickets") ? { status: 201, body } : { status: 404 };
  }

  asked(): string[] {
    return this.requests.map(({ method, path }) => `${method} ${path}`);
  }
}

export function session(token: string) {
  return {
    sessionId: "ada",
    displayName: "Ada",
    token,
    tokenExpiresAt: "2026-03-01T13:00:00.000Z",
    sessionExpiresAt: "2026-03-02T12:00:00.000Z",
  };
}

export function problem(status: number, code: string, more: object = {}): Answer {
  return { status, body: { type: "about:blank", title: code, status, code, ...more } };
}
