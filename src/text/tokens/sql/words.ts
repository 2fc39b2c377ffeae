/** What a token of SQL is, before and after folding. One letter each, so that a row of them is a shape. */
export type Kind =
  /** The rest of a string that the text began in, up to the quote that ends it. */
  | 'L'
  /** Constants: number, string. */
  | 'n'
  | 's'
  /** Variable, word. */
  | 'v'
  | 'w'
  /** Name of a function: any; one of a database; one that only an attack calls. */
  | 'f'
  | 'F'
  | 'P'
  /** Its call, folded. */
  | 'g'
  | 'G'
  | 'Q'
  /** Operators: arithmetic, comparison, negation, and/or. */
  | 'o'
  | '='
  | '!'
  | '&'
  /** Folded: a list, a query in parentheses, a comparison of constants, of calls, of words. */
  | 'l'
  | 'q'
  | 't'
  | 'p'
  | 'r'
  /** Parentheses with nothing in them that folds. */
  | '['
  | ']'
  /** Keywords: union, select, from, where, order or group by, other clauses, statements and what they are about. */
  | 'U'
  | 'S'
  | 'M'
  | 'H'
  | 'O'
  | 'B'
  | 'T'
  | 'D'
  /** Case and when; other keywords inside expressions; a catalogue of the database; into a file. */
  | 'C'
  | 'W'
  | 'E'
  | 'K'
  | 'I'
  | '('
  | ')'
  | ','
  | ';'
  /** Comment that cuts the rest away; anything else. */
  | 'c'
  | 'x'

const byKind: readonly (readonly [Kind, string])[] = [
  ['&', 'and or xor having'],
  ['=', 'like ilike rlike regexp glob between in is sounds similar div_ overlaps contains_'],
  ['!', 'not binary'],
  ['o', 'div mod'],
  ['n', 'null true false unknown nan infinity'],
  ['U', 'union except intersect minus'],
  ['S', 'select'],
  ['M', 'from'],
  ['H', 'where on using'],
  ['O', 'order group'],
  [
    'B',
    'limit offset procedure returning collate escape values as fetch window into by all distinct',
  ],
  [
    'T',
    'insert update delete drop create alter truncate exec execute declare shutdown waitfor set call merge grant revoke begin load copy handler do rename replace backup restore bulk attach detach vacuum if kill use print',
  ],
  [
    'D',
    'table database schema view user login procedure_ function trigger index role data delay time sequence tablespace immediate master column proc or_',
  ],
  ['C', 'case'],
  ['W', 'when'],
  ['E', 'then else end'],
  ['I', 'outfile dumpfile'],
  [
    'K',
    'information_schema sysobjects syscolumns sysusers sysdatabases sysprocesses pg_catalog pg_user pg_shadow pg_database pg_tables pg_class sqlite_master sqlite_schema sqlite_temp_master msysobjects all_tables all_users all_tab_columns user_tables user_tab_columns dba_users dba_tables domain.domains rdb$fields rdb$database rdb$types rdb$functions sysmaster sysibm syscat systables dual',
  ],
  [
    'P',
    'sleep benchmark pg_sleep pg_sleep_for extractvalue updatexml load_file randomblob regexp_substring xp_cmdshell xp_dirtree xp_regread xp_regwrite xp_fileexist xp_availablemedia xp_servicecontrol xp_subdirs sp_executesql sp_oacreate sp_oamethod sp_makewebtask sp_password sp_addlogin sp_configure httpuritype name_const make_set elt gtid_subset gtid_subtract st_latfromgeohash polygon multipoint geometrycollection linestring json_keys_ exp_ pg_read_file pg_ls_dir lo_import lo_export lo_get query_to_xml database_to_xml crypt_key callback_ sys_eval sys_exec xmltype openrowset opendatasource fn_xe_file_target_read_file fn_get_audit_file fn_trace_gettable master..xp_cmdshell master.dbo.xp_cmdshell load_extension is_srvrolemember',
  ],
  [
    'F',
    'user version database schema current_user system_user session_user current_database char chr nchar ascii ord hex unhex concat concat_ws group_concat string_agg array_agg listagg substr substring mid left right length char_length len cast convert count max min sum avg coalesce ifnull nullif isnull nvl iif if lower upper lcase ucase reverse repeat replicate md5 sha1 exists not_exists ifexists to_char to_number bin conv floor rand rand_ round row power pow exp abs sign unicode quote quotename json_extract json_value json_object json_array jsonb_path_query current_setting set_config db_name host_name user_name suser_name suser_sname object_id col_name has_dbaccess sqlite_version sys_context rownum strcmp instr locate position lpad rpad regexp_like regexp_replace regexp_instr xmlelement xmlagg extract decode encode greatest least values analyse row_count found_rows last_insert_id connection_id uuid overlay generate_series any some lo_from_bytea to_hex space stuff patindex charindex crc32 compress uncompress load_xml dump make_timestamp pi nextval quote_literal sqlite_compileoption_get total_changes changes zeroblob typeof printf date_add now sysdate getdate',
  ],
]

const known: ReadonlyMap<string, Kind> = new Map(
  byKind.flatMap(([kind, words]) => words.split(' ').map((word): [string, Kind] => [word, kind])),
)

/** Packages of one database whose functions only it has. */
const packages = /^(?:dbms|utl|ctxsys|owa|xmldb|sys)_?\w*\.\w/
const catalogues =
  /^(?:information_schema|pg_catalog|mysql|sys|sysibm|syscat|master|performance_schema|v\$|rdb\$|all_|dba_|user_tab)[\w$.]*/

/** What a word is; functions only when a parenthesis follows. @param word in lower case */
export function kindOf(word: string, isCalled: boolean): Kind {
  const kind = word.length > 40 ? undefined : known.get(word)
  if (kind === undefined) return nameKind(word, isCalled)
  if (kind === 'F' && !isCalled) return bareFunctions.get(word) ?? 'w'
  if (kind === 'P' && !isCalled) return word.startsWith('xp_') || word.includes('..') ? 'P' : 'w'
  return isCalled && functionsToo.has(word) ? 'F' : kind
}

/** Names that no list holds: by their parts. */
function nameKind(word: string, isCalled: boolean): Kind {
  if (word.includes('.')) {
    if (packages.test(word)) return isCalled ? 'P' : 'K'
    if (catalogues.test(word)) return 'K'
    if (word.includes('.xp_') || word.includes('.sp_')) return 'P'
  } else if (word.startsWith('v$') || word.startsWith('rdb$')) return 'K'
  return isCalled ? 'f' : 'w'
}

/** What names of functions are when they are not called. */
const bareFunctions: ReadonlyMap<string, Kind> = new Map([
  ['current_user', 'G'],
  ['session_user', 'G'],
  ['system_user', 'G'],
  ['sysdate', 'G'],
  ['rownum', 'G'],
  ['user', 'D'],
  ['database', 'D'],
  ['schema', 'D'],
])
/** Keywords that are functions too. */
const functionsToo = new Set(['if', 'replace', 'all', 'insert', 'mod'])
