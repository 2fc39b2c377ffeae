/** A value that is put together when a rule runs: text, and what `%{…}` refers to. */
export type Macro = readonly (string | Reference)[]

/** `%{tx.score}`: a collection in upper case, and a key in lower case, '' for a plain variable. */
export interface Reference {
  readonly collection: string
  readonly key: string
}

/** Members of a collection: all, one by name (lower case), or those whose name matches. */
export interface Selector {
  readonly collection: string
  readonly key: string
  /** RE2 syntax; '' when names are not matched. */
  readonly pattern: string
}

/** What a rule looks at. */
export interface Target extends Selector {
  /** The number of members instead of their values. */
  readonly isCount: boolean
  readonly except: readonly Selector[]
}

export interface Test {
  /** Name in lower case without `@`: 'rx', 'detectsqli'. */
  readonly operator: string
  readonly isNegated: boolean
  readonly argument: Macro
  readonly argumentText: string
}

/** One change of a variable. */
export interface SetVar {
  /** 'TX', or a collection that outlives a request. */
  readonly collection: string
  readonly key: Macro
  readonly isRemoval: boolean
  readonly value: Macro
}

/** A change of the rules themselves for the request at hand. */
export interface Control {
  readonly by: 'id' | 'tag' | 'msg'
  readonly value: string
  /** What is no longer looked at; undefined: the whole rule is off. */
  readonly target: Selector | undefined
}

/** A test with its transformations and changes; several make a chain. */
export interface Link {
  readonly targets: readonly Target[]
  /** undefined: it always holds. */
  readonly test: Test | undefined
  /** Names in lower case. */
  readonly transformations: readonly string[]
  readonly isMultiMatch: boolean
  readonly captures: boolean
  readonly setVars: readonly SetVar[]
  readonly controls: readonly Control[]
  /** `ctl:ruleEngine=Off`: nothing more is judged. */
  readonly endsAll: boolean
}

export interface SecRule {
  readonly is: 'rule'
  readonly id: number
  /** 1 to 5. */
  readonly phase: number
  /** More than one is a chain: all must hold. */
  readonly links: readonly Link[]
  readonly message: string
  readonly tags: readonly string[]
  /** Lower case; '' when not given. */
  readonly severity: string
  /** It is told when it holds. */
  readonly isLogged: boolean
  /** 'pass', 'block', 'deny', 'allow', 'drop', … */
  readonly verdict: string
  /** What 'allow' ends: '' all, 'phase', 'request'. */
  readonly allows: string
  readonly skipAfter: string
  /** Rules to leave out next. */
  readonly skip: number
  readonly file: string
  readonly line: number
}

/** A place that `skipAfter` names. */
export interface Marker {
  readonly is: 'marker'
  readonly name: string
}

/** Rules and markers in the order of the files. */
export type Entry = SecRule | Marker
