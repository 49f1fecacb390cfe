// What the scripts under pages/ are given and what they share: by Streamlit, by our Python, by
// Plotly, and with each other. The comments with types there refer to these names.

interface Window {
  perceptronLab?: Lab.Page;
  Plotly: Lab.Plotly;
}

interface HTMLElement {
  sketch?: { name: string; remove(): void };
  card?: {
    data: Lab.Room;
    go: (there: string, how: "go" | "led") => void;
    room: {
      key: string;
      view: Lab.View | null;
      freed: boolean;
      listeners: Set<() => void>;
      speakIn(language: string): void;
    };
    show(): void;
    remove(): void;
  };
}

declare namespace Lab {
  /** What Streamlit hands to the function that a component exports. */
  interface Component<Data> {
    data: Data;
    parentElement: HTMLElement;
    setStateValue: Tell;
    setTriggerValue: Tell;
  }

  type Tell = (name: string, value: unknown) => void;

  type Unmount = () => void;

  /** What the components of a page share. */
  interface Page {
    charts: Map<string, PlotNode>;
    status: ((status: Status) => void) | null;
    library: Promise<Plotly> | null;
    code?: Promise<{ default(component: Component<Chart>): Unmount }[]> | null;
    feed?: (frame: Frame) => void;
    films?: Map<string, (step: Step) => void>; // how matrices go to a step, by their names
    newest?: number; // of the frames and figures that were shown
    layer?: ((moves: LayerMoves) => void) | null;
  }

  interface PlotNode {
    node: HTMLElement;
    show(chart: Chart, setTriggerValue: Tell): void;
    receive(traces: Trace[]): void;
    remove(): void;
  }

  interface Status {
    share: number;
    text: string;
    losses: [number: string, what: string][] | null; // null leaves what is there
  }

  interface Frame {
    frame: number;
    charts: Record<string, Trace[]>;
    told: Record<string, string>; // what some of them show now, in one sentence each
    status: Status | null;
    layer: LayerMoves | null;
  }

  /** The picture of the layer: what moves, and what stands. */
  interface LayerMoves {
    W: number[][]; // shares of the largest weight, from -1 to 1
    y_hat: string[];
    delta: string[];
  }

  interface Layer extends LayerMoves {
    inputs: string[];
    outputs: string[];
    x: string[];
    y: string[];
    more: [inputs: string, outputs: string]; // how many are not drawn; empty for none
    words: string;
    parts: Record<string, string>;
    about: Record<string, string>;
    lit: string[];
    plays: boolean;
  }

  interface LayerBox extends HTMLElement {
    chosen?: string; // which part the visitor has lit up; none yet
    beats?: ReturnType<typeof setInterval>;
  }

  interface Chart {
    name: string;
    version: string;
    figure: { data: Trace[]; layout: Layout };
    height: number;
    alt: string;
    library: string;
    code: string;
    beside: string;
    grids: string;
    clickable: boolean;
    film: Trace[][] | null;
    words: ChartWords;
  }

  /** What a chart says in a browser; see pages/shared/draw/chart_words.py. */
  interface ChartWords {
    language: string;
    lost: string;
    noLibrary: string;
    noTable: string;
    data: string;
    picture: string;
    dataOf: string;
    png: string;
    svg: string;
    finger: string;
    rows: string;
    columns: string;
    point: string;
    height: string;
    value: string;
    at: string;
    row: string;
    line: string;
    plotly: Words; // Plotly's own, by its English ones
  }

  interface Trace {
    customdata?: unknown[] | Packed;
    same?: Record<string, number>; // in a frame: what an earlier trace has too, and which
    hovertext?: string[][];
    [name: string]: unknown;
  }

  /** A trace as Plotly draws it, with its defaults and its numbers unpacked. */
  interface Drawn {
    type: string;
    visible: boolean | string;
    name?: string;
    x?: ArrayLike<unknown>;
    y?: ArrayLike<unknown>;
    z?: ArrayLike<ArrayLike<unknown>>;
    ids?: ArrayLike<string>;
    meta?: string[]; // what a table says of each point, if not its number
    customdata?: any;
    [name: string]: any;
  }

  /** A table as words: the first word of each row is its head. */
  interface Grid {
    title: string;
    head: string[];
    rows: string[][];
    note: string;
  }

  /** An array of floats with two axes, as Plotly writes typed arrays. */
  interface Packed {
    dtype: "f4" | "f8";
    bdata: string;
    shape: string;
  }

  interface Layout {
    margin?: { l?: number; r?: number; t?: number; b?: number };
    font?: object;
    meta?: { tiles?: Tile[] };
    separators?: string; // what stands before decimals, then between thousands
    [name: string]: any;
  }

  /** A part of a heatmap that can be shown alone: from where to where on the x axis. */
  interface Tile {
    name: string;
    from: number;
    to: number;
  }

  interface Size {
    width: number;
    height: number;
  }

  interface Theme {
    text: string;
    grid: string;
    ground: string;
    font: string;
    scale: number;
  }

  interface Point {
    x: unknown;
    y: unknown;
    trace: number;
  }

  /** The node that Plotly draws in. */
  interface Plot extends HTMLDivElement {
    data: Trace[];
    layout: Layout;
    _fullData: Drawn[];
    _fullLayout: {
      showlegend?: boolean;
      legend?: { yref?: string; _height?: number };
      xaxis?: { visible?: boolean; title?: { text?: string } };
      [axis: string]: any;
    };
    on(
      name: "plotly_click",
      hear: (event: { points: { x: unknown; y: unknown; curveNumber: number }[] }) => void,
    ): void;
  }

  interface Plotly {
    relayout(node: Plot, changes: object): Promise<unknown>;
    Icons: Record<string, object>;
    Plots: { resize(node: Plot): Promise<void> };
    downloadImage(figure: { data: Trace[]; layout: Layout }, options: object): Promise<string>;
    purge(node: Plot): void;
    react(node: Plot, data: Trace[], layout: Layout, config: object): Promise<Plot>;
  }

  /** The address, and how many entries of the history this visit to a page has made. */
  interface Address {
    session: string;
    number: number;
    visit: number;
    entries: number;
    page: string;
    pages: string[];
    query: string;
  }

  interface Matrices {
    name: string;
    items: (Matrix | string)[];
    picked: Cell | null;
    lit: Matrix["links"] | null; // with that cell, in place of what it is computed from
    version: string;
    task: string; // what is asked: what was typed belongs to it
    blanks: Blank[];
    said: [number: number, words: string]; // of the entry that was checked last
    words: Words;
  }

  /** An entry that a learner types in. */
  interface Blank {
    matrix: string;
    i: number;
    j: number;
    label: string;
    text: string; // as the server has it
    state: "" | "waiting" | "right" | "wrong" | "shown";
    words: string;
    sum: string; // written out, once it may be seen
  }

  /** Matrices as they are at a step of a film. */
  interface Step {
    picked: Cell;
    lit: Matrix["links"];
    matrices: Record<string, { symbol: string; cells: string[][] }>;
  }

  /** Matrices that change step by step, once a visitor presses Play. */
  interface Film {
    name: string; // of the matrices
    label: string;
    version: string;
    counts: number[]; // of each step
    at: number; // the count that is shown
    said: string; // that count in words
    told: string[]; // those of each step
    play: string;
    pause: string;
    steps: Step[];
  }

  type Cell = [matrix: string, i: number, j: number];

  interface Matrix {
    name: string;
    symbol: string;
    shape: string;
    color: string;
    cells: string[][];
    rows: string[];
    columns: string[];
    links: Record<string, [row: string, column: string]>; // a number, "i", "j" or "*"
    sums: string[][]; // what the cells are computed from, written out; empty if they are given
    pickable: boolean;
    more: string;
  }

  interface Sketch {
    name: string;
    epochs: number[];
    low: number;
    high: number;
    values: number[];
    decimal: string; // what stands between whole and part of a number
    words: Words;
  }

  /** What the browser is asked to do about what it keeps: each part has some of these. */
  interface Memory {
    part: "ask" | "keep" | "note";
    code: string;
    session: string;
    taken: boolean;
    room: number;
    since: number;
    until: number;
    heard: number;
    changes: [number: number, key: string, text: string | null][];
    words: Record<"kept" | "none" | "refused", string>;
  }

  interface Copy {
    text: string;
    label: string;
    words: Record<"copied" | "by_hand", string>;
  }

  /** What a phone or a teacher's page needs to show its room. */
  interface Room {
    part: "student" | "teacher";
    code: string;
    room: string;
    language: string; // of the page
    words: Words;
    place: { page: string; asks: string; followed: string };
    unknown: boolean; // to the session: this browser's key
    paper: Pick<Sketch, "low" | "high" | "decimal" | "words"> & { middle: number };
    watch: string;
    version: number; // of the room, as the page's script has seen it
    runs: number; // of a trial, that are drawn
  }

  type Words = Record<string, string>;

  /** What was chosen: an option, a number as it was typed, or the heights of a curve. */
  type Guess = string | number | (string | number)[];

  /** What a phone keeps of a vote: what is chosen, and what is not stored on the server yet. */
  interface Draft {
    chosen?: Guess;
    sent?: { number: number; guess: Guess; sure: boolean };
  }

  interface Asked {
    name: string;
    kind: "choice" | "number" | "curve" | "trial" | "test";
    prompt: string;
    title: string;
    options: [name: string, words: string][];
    unit: string;
    epochs: number[];
    setting: string;
    told: string;
    page: string;
  }

  /** What a phone may know of its room: see perceptron/room/views.py. */
  interface View {
    version: number;
    follow: boolean;
    page: string;
    away?: string;
    question?: Asked;
    stage: string;
    round: number;
    ballot: string;
    open: boolean;
    mine?: { number: number; guess: Guess; sure: boolean | null; words: string };
    verdict?: { right: boolean | null; words: string; reason: string };
    answer?: Guess;
    why?: string;
  }

  /** What a teacher's page is told when something changes. */
  interface Counts {
    version: number;
    asked: boolean;
    part: string; // of a test; empty while none is on
    open: boolean;
    committed: number; // of a test: those who have answered all of the part
    of: number; // those who are there or have committed
    here: number;
    asking: number;
    gone: number;
    runs: number | null; // handed in so far, while a trial is on
    away?: string;
  }
}
