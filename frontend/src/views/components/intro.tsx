/** The head of a stop: its title, two sentences, and perhaps a question to keep in mind. */
import type { ComponentChildren, JSX } from "preact";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** In the sandbox the stops are sections of one page and leave out their story. */
export const Sandboxed = createContext(false);

export function Intro(props: {
  title: string;
  children?: ComponentChildren;
  question?: string;
}): JSX.Element {
  if (useContext(Sandboxed)) return <h2 class="sandbox-title">{props.title}</h2>;
  return (
    <section class="intro">
      <h1>{props.title}</h1>
      {props.children}
      {props.question !== undefined && <p class="question">{props.question}</p>}
    </section>
  );
}
