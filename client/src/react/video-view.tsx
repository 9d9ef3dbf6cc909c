import {
  type ComponentPropsWithoutRef,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
} from "react";

export interface VideoViewProps
  extends Omit<ComponentPropsWithoutRef<"video">, "src" | "children"> {
  ref?: Ref<HTMLVideoElement> | undefined;
  stream: MediaStream | undefined;
}

/** Shows and plays a stream. The own one should be `muted`. */
export function VideoView({ stream, ref, ...props }: VideoViewProps) {
  const video = useRef<HTMLVideoElement>(null);
  useImperativeHandle(ref, () => video.current as HTMLVideoElement, []);
  useEffect(() => {
    if (video.current !== null) {
      video.current.srcObject = stream ?? null;
    }
  }, [stream]);
  return <video ref={video} autoPlay playsInline {...props} />;
}
