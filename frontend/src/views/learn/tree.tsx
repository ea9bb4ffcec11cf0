/** One tree: questions and leaves as boxes. A list within lists, so that it is read aloud as well. */
import type { ComponentChildren, JSX } from "preact";
import type { TreeModel } from "../../choices";
import { sigmoid } from "../../model/activation";
import type { Tree } from "../../model/tree";
import type { FeatureFacts } from "../../model/types";
import { t } from "../../text";
import { formatCount, formatPercent } from "../format";
import { termNumber, valueWithUnit } from "./names";

/** Trees that ask more questions of an event are drawn as an outline, however wide the page. */
const DEEPEST_SIDEWAYS = 3;

export interface TreeProps {
  readonly model: TreeModel;
  readonly tree: Tree;
  readonly edges: readonly Float64Array[];
  readonly inputs: readonly FeatureFacts[];
  /** Nodes that the followed event passes. */
  readonly path: readonly number[];
}

export function TreeDrawing(props: TreeProps): JSX.Element {
  const isDeep = depthBelow(props.tree, 0) > DEEPEST_SIDEWAYS;
  return (
    <div
      class={`tree ${isDeep ? "deep" : ""}`}
      role="region"
      tabIndex={0}
      aria-label={t("learn.tree.label")}
    >
      <ul>
        <Node {...props} node={0} answer={null} />
      </ul>
    </div>
  );
}

function Node(props: TreeProps & { node: number; answer: "yes" | "no" | null }): JSX.Element {
  const { tree, node, answer } = props;
  const isLeaf = tree.column[node] < 0;
  return (
    <li>
      <span class="tree-step">
        {answer !== null && <span class="tree-answer">{t(`learn.tree.${answer}`)}</span>}
        <Box passed={props.path.includes(node)} kind={isLeaf ? leafKind(tree, node) : "question"}>
          {isLeaf ? <Leaf {...props} /> : `${questionText(props, node)}?`}
        </Box>
      </span>
      {!isLeaf && (
        <ul>
          <Node {...props} node={tree.left[node]} answer="yes" />
          <Node {...props} node={tree.left[node] + 1} answer="no" />
        </ul>
      )}
    </li>
  );
}

function Box(props: {
  kind: "question" | "leaf positive" | "leaf negative";
  passed: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <span class={`tree-${props.kind} ${props.passed ? "passed" : ""}`}>
      {props.children}
      {props.passed && <span class="visually-hidden"> {t("learn.tree.passed")}</span>}
    </span>
  );
}

/** Signal has positive log-odds. */
function leafKind({ value }: Tree, node: number): "leaf positive" | "leaf negative" {
  return value[node] > 0 ? "leaf positive" : "leaf negative";
}

function Leaf({ model, tree, node }: TreeProps & { node: number }): JSX.Element {
  return (
    <>
      <strong>{answerText(model, tree, node)}</strong>{" "}
      <span class="soft">{t("learn.tree.events", { n: formatCount(tree.nEvents[node]) })}</span>
    </>
  );
}

/** "ETmiss ≤ 142.3 GeV" */
export function questionText(
  { tree, edges, inputs }: Pick<TreeProps, "tree" | "edges" | "inputs">,
  node: number,
): string {
  const column = tree.column[node];
  const { symbol, unit } = inputs[column];
  return `${symbol} ≤ ${valueWithUnit(edges[column][tree.bin[node]], unit)}`;
}

/** What a leaf adds to the sum, "+0.131"; of a single tree the signal's share, "62.4 % signal". */
export function answerText(model: TreeModel, tree: Tree, node: number): string {
  const value = tree.value[node];
  if (model === "tree") return t("learn.tree.share", { share: formatPercent(sigmoid(value)) });
  return `${value > 0 ? "+" : ""}${termNumber(value)}`;
}

/** Questions on the longest way from a node to a leaf. */
function depthBelow(tree: Tree, node: number): number {
  if (tree.column[node] < 0) return 0;
  const left = tree.left[node];
  return 1 + Math.max(depthBelow(tree, left), depthBelow(tree, left + 1));
}
