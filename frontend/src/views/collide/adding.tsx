/** Missing momentum found by hand: lay the arrows head to tail, and see what closes the sum. */
import type { ComponentChildren, JSX, TargetedPointerEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { chainEnd, closing, laidOut, putDown, tailOf, toggled } from "../../model/addition";
import type { Laid } from "../../model/addition";
import { size, sum } from "../../model/eventPicture";
import type { EventPicture, Vector } from "../../model/eventPicture";
import { t } from "../../text";
import { formatNumber } from "../format";
import { Arrow, ScaleBar, scaleForChain } from "./drawing";
import type { PartName } from "./drawing";

const SEEN = ["lead", "sublead", "rest"] as const satisfies readonly PartName[];
const HALF = 110;
/** An arrow let go this near, in picture units, snaps to the end of the chain. */
const SNAP = 16;
/** One press of an arrow key, in picture units. */
const STEP = 4;

const MOVES: Readonly<Record<string, Vector>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: STEP },
  ArrowDown: { x: 0, y: -STEP },
};

/** `children`: what to do, beside the arrows. */
export function Adding(props: { picture: EventPicture; children: ComponentChildren }): JSX.Element {
  const { picture } = props;
  const vectors = SEEN.map((part) => picture[part]);
  const [laid, setLaid] = useState<Laid>(() => laidOut(vectors));
  useEffect(() => setLaid(laidOut(SEEN.map((part) => picture[part]))), [picture]);
  const scale = scaleForChain(vectors);
  return (
    <div class="adding">
      <div class="add-words">{props.children}</div>
      <Table laid={laid} scale={scale} onChange={setLaid} />
      <div>
        <div class="add-buttons" role="group" aria-label={t("collide.add.buttons")}>
          {SEEN.map((part, index) => (
            <button
              key={part}
              type="button"
              aria-pressed={laid.chain.includes(index)}
              onClick={() => setLaid(toggled(laid, index))}
            >
              <span class={`key ${part}`} aria-hidden="true" /> {t(`collide.part.${part}`)}
            </button>
          ))}
        </div>
        <Result laid={laid} picture={picture} />
      </div>
    </div>
  );
}

/** The sum so far, spoken as it changes; all in, compared with what the set says. */
function Result(props: { laid: Laid; picture: EventPicture }): JSX.Element {
  const { laid, picture } = props;
  const left = SEEN.length - laid.chain.length;
  const found = formatNumber(size(closing(laid)), 4);
  const stored = formatNumber(size(picture.missing), 4);
  return (
    <div role="status" class="add-result">
      <p>
        {t("collide.add.closing")} <b class="quantity">{t("collide.gev", { value: found })}</b>
      </p>
      {left > 0 ? (
        <p class="soft">{t("collide.add.left", { n: left })}</p>
      ) : (
        <p>{t("collide.add.done", { stored })}</p>
      )}
    </div>
  );
}

function Table(props: { laid: Laid; scale: number; onChange: (laid: Laid) => void }): JSX.Element {
  const { laid, scale } = props;
  const end = chainEnd(laid);
  return (
    <svg
      class="event-drawing add-table"
      viewBox={`${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}`}
      role="group"
      aria-label={t("collide.add.table")}
    >
      <path class="axes" d={`M${-HALF},0H${HALF}M0,${-HALF}V${HALF}`} />
      <circle class="beam" r={4} />
      <circle class="socket" cx={scale * end.x} cy={-scale * end.y} r={SNAP / 2} />
      {/* Of one arrow alone it would lie on that arrow. */}
      {laid.chain.length > 1 && (
        <Arrow part="missing" vector={closing(laid)} scale={scale} tail={end} />
      )}
      {SEEN.map((part, index) => (
        <Movable key={part} {...{ part, index, ...props }} />
      ))}
      <ScaleBar scale={scale} />
    </svg>
  );
}

/** An arrow to drag, or to move with the arrow keys. */
function Movable(props: {
  part: PartName;
  index: number;
  laid: Laid;
  scale: number;
  onChange: (laid: Laid) => void;
}): JSX.Element {
  const { part, index, laid, scale, onChange } = props;
  const tail = tailOf(laid, index);
  const vector = laid.vectors[index];
  const tip = sum(tail, vector);
  /** Momentum from the arrow's tail to where it was taken. */
  const held = useRef<Vector | null>(null);
  const put = (next: Vector, reach: number): void =>
    onChange(putDown(laid, index, next, reach / scale));
  const place = (event: TargetedPointerEvent<SVGGElement>): Vector => {
    const box = event.currentTarget.ownerSVGElement!.getBoundingClientRect();
    const unit = (2 * HALF) / box.width / scale;
    return {
      x: (event.clientX - box.left - box.width / 2) * unit,
      y: (box.top + box.height / 2 - event.clientY) * unit,
    };
  };
  const dragged = (event: TargetedPointerEvent<SVGGElement>): Vector | null => {
    if (held.current === null) return null;
    const { x, y } = place(event);
    return { x: x - held.current.x, y: y - held.current.y };
  };
  return (
    <g
      class={`movable ${laid.chain.includes(index) ? "joined" : ""}`}
      role="button"
      // In SVG the attribute is spelled in small letters only.
      tabindex={0}
      aria-pressed={laid.chain.includes(index)}
      aria-label={t("collide.add.arrow", { part: t(`collide.part.${part}`) })}
      onPointerDown={(event) => {
        const { x, y } = place(event);
        held.current = { x: x - tail.x, y: y - tail.y };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const next = dragged(event);
        if (next !== null) put(next, 0);
      }}
      onPointerUp={(event) => {
        const next = dragged(event);
        held.current = null;
        if (next !== null) put(next, SNAP);
      }}
      onPointerCancel={() => (held.current = null)}
      onKeyDown={(event) => {
        const move = MOVES[event.key] as Vector | undefined;
        if (event.key === "Enter" || event.key === " ") onChange(toggled(laid, index));
        else if (move === undefined) return;
        else put(sum(tail, { x: move.x / scale, y: move.y / scale }), SNAP / 2);
        event.preventDefault();
      }}
    >
      <line
        class="grip"
        x1={scale * tail.x}
        y1={-scale * tail.y}
        x2={scale * tip.x}
        y2={-scale * tip.y}
      />
      <Arrow part={part} vector={vector} scale={scale} tail={tail} />
    </g>
  );
}
