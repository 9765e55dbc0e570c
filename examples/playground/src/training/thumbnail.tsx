// thumbnail.tsx: a small picture of a few cells, that the browser enlarges.
import { useEffect, useRef } from 'preact/hooks';
import type { Pixels } from './painting.ts';

interface Props { size: number; pixels: Pixels | undefined }

export function Thumbnail({ size, pixels }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (pixels) ref.current?.getContext('2d')?.putImageData(new ImageData(pixels, size, size), 0, 0);
  }, [pixels, size]);
  return <canvas ref={ref} width={size} height={size} aria-hidden="true" />;
}
