import { useEffect, useRef } from 'react';

const NEAR_THE_END_PX = 120;

/** Keeps a list scrolled to its end while the reader is there, goes there when `place` changes, and when told. */
export function useFollow(place: string, content: unknown) {
  const list = useRef<HTMLDivElement>(null);
  const last = useRef({ place: '', atEnd: true });
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const note = () => {
      last.current.atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_THE_END_PX;
    };
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, []);
  useEffect(() => {
    const element = list.current;
    if (element === null || content === undefined) return;
    if (last.current.atEnd || last.current.place !== place) element.scrollTop = element.scrollHeight;
    last.current.place = place;
  }, [place, content]);
  const goToEnd = () => {
    last.current.atEnd = true;
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  };
  return { list, goToEnd };
}
