import { type ComponentProps, useEffect, useRef } from "react";

export interface VideoViewProps extends Omit<ComponentProps<"video">, "src" | "children"> {
  stream: MediaStream | undefined;
}

/** Shows and plays a stream. The own one should be `muted`. */
export function VideoView({ stream, ...props }: VideoViewProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) {
      video.current.srcObject = stream ?? null;
    }
  }, [stream]);
  return <video ref={video} autoPlay playsInline {...props} />;
}
