// lecture.ts: links into the video.

/** Such as t=1930s for 0:32:10. */
export function lectureAt(at: string): string {
  const seconds = at.split(':').reduce((total, part) => 60 * total + Number(part), 0);
  return `https://www.youtube.com/watch?v=VMj-3S1tku0&t=${seconds}s`;
}
