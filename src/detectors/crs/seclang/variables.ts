/** How much a log line shows of a variable; 'inner' ones come from the rules themselves. */
export type Sight = 'shown' | 'partly' | 'inner' | 'hidden'

export interface Variable {
  readonly sight: Sight
  /** What is missing, in words. */
  readonly why: string
}

const shown =
  'REQUEST_LINE REQUEST_URI REQUEST_URI_RAW REQUEST_FILENAME REQUEST_BASENAME QUERY_STRING REQUEST_METHOD ' +
  'REQUEST_PROTOCOL REMOTE_ADDR RESPONSE_STATUS ARGS_GET ARGS_GET_NAMES REMOTE_USER SERVER_NAME'
const inner = 'TX MATCHED_VAR MATCHED_VARS MATCHED_VAR_NAME MATCHED_VARS_NAMES RULE'
const query = 'of arguments, those of the query only'
const partly: Readonly<Record<string, string>> = {
  ARGS: query,
  ARGS_NAMES: query,
  ARGS_COMBINED_SIZE: query,
  REQUEST_HEADERS: 'of headers, agent, referrer and host only',
}
const bodies = 'bodies are not logged'
const files = 'files that are sent are not logged'
const answers = 'what is answered is not logged'
const server = 'what the server knows is not logged'
const past = 'nothing is kept from one request to the next'
const hidden: Readonly<Record<string, string>> = {
  [bodies]:
    'ARGS_POST ARGS_POST_NAMES REQUEST_BODY REQUEST_BODY_LENGTH REQBODY_ERROR REQBODY_ERROR_MSG REQBODY_PROCESSOR ' +
    'REQBODY_PROCESSOR_ERROR REQBODY_PROCESSOR_ERROR_MSG XML JSON FULL_REQUEST FULL_REQUEST_LENGTH ' +
    'INBOUND_DATA_ERROR URLENCODED_ERROR STREAM_INPUT_BODY MSC_PCRE_LIMITS_EXCEEDED',
  [files]:
    'FILES FILES_COMBINED_SIZE FILES_NAMES FILES_SIZES FILES_TMPNAMES FILES_TMP_CONTENT MULTIPART_BOUNDARY_QUOTED ' +
    'MULTIPART_BOUNDARY_WHITESPACE MULTIPART_CRLF_LF_LINES MULTIPART_DATA_AFTER MULTIPART_DATA_BEFORE MULTIPART_FILENAME ' +
    'MULTIPART_FILE_LIMIT_EXCEEDED MULTIPART_HEADER_FOLDING MULTIPART_INVALID_HEADER_FOLDING MULTIPART_INVALID_PART ' +
    'MULTIPART_INVALID_QUOTING MULTIPART_LF_LINE MULTIPART_MISSING_SEMICOLON MULTIPART_NAME MULTIPART_PART_HEADERS ' +
    'MULTIPART_STRICT_ERROR MULTIPART_UNMATCHED_BOUNDARY',
  [answers]:
    'RESPONSE_BODY RESPONSE_ARGS RESPONSE_CONTENT_LENGTH RESPONSE_CONTENT_TYPE RESPONSE_HEADERS RESPONSE_HEADERS_NAMES ' +
    'RESPONSE_PROTOCOL RESPONSE_XML RES_BODY_ERROR RES_BODY_ERROR_MSG RES_BODY_PROCESSOR RES_BODY_PROCESSOR_ERROR ' +
    'RES_BODY_PROCESSOR_ERROR_MSG OUTBOUND_DATA_ERROR STATUS STATUS_LINE STREAM_OUTPUT_BODY',
  [server]:
    'AUTH_TYPE DURATION ENV GEO HIGHEST_SEVERITY HOST INBOUND_ERROR_DATA MODSEC_BUILD OUTBOUND_ERROR_DATA PATH_INFO ' +
    'PERF_ALL REMOTE_HOST REMOTE_PORT SCRIPT_BASENAME SCRIPT_FILENAME SCRIPT_GID SCRIPT_GROUPNAME SCRIPT_MODE SCRIPT_UID ' +
    'SCRIPT_USERNAME SERVER_ADDR SERVER_PORT SESSIONID TIME TIME_DAY TIME_EPOCH TIME_HOUR TIME_MIN TIME_MON TIME_SEC ' +
    'TIME_WDAY TIME_YEAR UNIQUE_ID URLENCODED_ERROR USERAGENT_IP USERID WEBAPPID WEBSERVER_ERROR_LOG',
  [past]: 'IP GLOBAL SESSION USER RESOURCE',
  'cookies are not logged': 'REQUEST_COOKIES REQUEST_COOKIES_NAMES',
  'which headers were there is not logged': 'REQUEST_HEADERS_NAMES',
}

/** Headers that logs show. */
export const shownHeaders: readonly string[] = ['user-agent', 'referer', 'host']

/** Every variable, in upper case, and what a log shows of it. */
export const variables: ReadonlyMap<string, Variable> = new Map([
  ...Object.entries(hidden).flatMap(([why, names]) =>
    names.split(' ').map((name): [string, Variable] => [name, { sight: 'hidden', why }]),
  ),
  ...shown.split(' ').map((name): [string, Variable] => [name, { sight: 'shown', why: '' }]),
  ...inner.split(' ').map((name): [string, Variable] => [name, { sight: 'inner', why: '' }]),
  ...Object.entries(partly).map(([name, why]): [string, Variable] => [
    name,
    { sight: 'partly', why },
  ]),
])

/** Collections that outlive a request. */
export const lasting: ReadonlySet<string> = new Set(hidden[past]!.split(' '))
