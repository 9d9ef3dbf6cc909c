import {
  type ComponentPropsWithoutRef,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useRef,
} from "react";

export interface VideoViewProps
  extends Omit<ComponentPropsWithoutRef<"video">, "src" | "children"> {
  stream: MediaStream | undefined;
}

/** Shows and plays a stream. The own one should be `muted`. */
export const VideoView = forwardRef<HTMLVideoElement, VideoViewProps>(function VideoView(
  { stream, ...props },
  ref,
) {
  const video = useRef<HTMLVideoElement>(null);
  useImperativeHandle(ref, () => video.current as HTMLVideoElement, []);
  useEffect(() => {
    if (video.current !== null) {
      video.current.srcObject = stream ?? null;
    }
  }, [stream]);
  return <video ref={video} autoPlay playsInline {...props} />;
});
