/** A slider for a setting that makes a new model: it counts where it comes to rest. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Slider, type SliderProps } from "../components/controls";

/** A slider on its way sends many values: the model is made for the one it rests on. */
const SLIDER_REST_MS = 120;

export function RestingSlider(props: SliderProps): JSX.Element {
  const { value, onChange } = props;
  const [shown, show] = useState(value);
  useEffect(() => show(value), [value]);
  useEffect(() => {
    if (shown === value) return undefined;
    const timer = setTimeout(() => onChange(shown), SLIDER_REST_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return <Slider {...props} value={shown} onChange={show} />;
}
