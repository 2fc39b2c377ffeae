/** Directives that make or change rules. */
export const directives: readonly string[] = [
  'SecRule',
  'SecAction',
  'SecMarker',
  'SecDefaultAction',
  'SecComponentSignature',
  'SecRuleRemoveById',
  'SecRuleRemoveByTag',
  'SecRuleRemoveByMsg',
  'SecRuleUpdateTargetById',
  'SecRuleUpdateTargetByTag',
  'SecRuleUpdateTargetByMsg',
  'SecRuleUpdateActionById',
  'Include',
  'IncludeOptional',
]

/** Directives about a server at work: a log has nothing they apply to. */
export const serverDirectives: readonly string[] = [
  'SecArgumentSeparator',
  'SecArgumentsLimit',
  'SecAuditEngine',
  'SecAuditLog',
  'SecAuditLog2',
  'SecAuditLogDir',
  'SecAuditLogDirMode',
  'SecAuditLogFileMode',
  'SecAuditLogFormat',
  'SecAuditLogParts',
  'SecAuditLogRelevantStatus',
  'SecAuditLogStorageDir',
  'SecAuditLogType',
  'SecCacheTransformations',
  'SecChrootDir',
  'SecCollectionTimeout',
  'SecConnEngine',
  'SecContentInjection',
  'SecCookieFormat',
  'SecCookieV0Separator',
  'SecDataDir',
  'SecDebugLog',
  'SecDebugLogLevel',
  'SecDisableBackendCompression',
  'SecGeoLookupDb',
  'SecGsbLookupDb',
  'SecGuardianLog',
  'SecHashEngine',
  'SecHttpBlKey',
  'SecInterceptOnError',
  'SecPcreMatchLimit',
  'SecPcreMatchLimitRecursion',
  'SecRemoteRules',
  'SecRemoteRulesFailAction',
  'SecRequestBodyAccess',
  'SecRequestBodyInMemoryLimit',
  'SecRequestBodyJsonDepthLimit',
  'SecRequestBodyLimit',
  'SecRequestBodyLimitAction',
  'SecRequestBodyNoFilesLimit',
  'SecResponseBodyAccess',
  'SecResponseBodyLimit',
  'SecResponseBodyLimitAction',
  'SecResponseBodyMimeType',
  'SecResponseBodyMimeTypesClear',
  'SecRuleEngine',
  'SecRuleInheritance',
  'SecRulePerfTime',
  'SecRuleScript',
  'SecSensorId',
  'SecServerSignature',
  'SecStatusEngine',
  'SecStreamInBodyInspection',
  'SecStreamOutBodyInspection',
  'SecTmpDir',
  'SecTmpSaveUploadedFiles',
  'SecUnicodeMapFile',
  'SecUploadDir',
  'SecUploadFileLimit',
  'SecUploadFileMode',
  'SecUploadKeepFiles',
  'SecWebAppId',
  'SecXmlExternalEntity',
]

/** Actions that say what a server does with a request, or that only the writer of a rule needs. */
const idleActions =
  'accuracy append auditlog deprecatevar exec initcol logdata maturity noauditlog pause prepend ' +
  'proxy redirect rev sanitisearg sanitisematched sanitisematchedbytes sanitiserequestheader ' +
  'sanitiseresponseheader setenv setrsc setsid setuid status ver xmlns expirevar'

/** Every action, in lower case. */
export const actions: ReadonlySet<string> = new Set(
  (
    'allow block capture chain ctl deny drop id log msg multimatch nolog pass phase severity ' +
    `setvar skip skipafter t tag ${idleActions}`
  ).split(' '),
)

/** Actions of which a rule has one: the last counts. */
export const verdicts: ReadonlySet<string> = new Set([
  'allow',
  'block',
  'deny',
  'drop',
  'pass',
  'proxy',
  'redirect',
])

/** Operators that are run here, in lower case. */
export const operators: readonly string[] = [
  'beginsWith',
  'contains',
  'containsWord',
  'detectSQLi',
  'detectXSS',
  'endsWith',
  'eq',
  'ge',
  'gt',
  'ipMatch',
  'ipMatchF',
  'ipMatchFromFile',
  'le',
  'lt',
  'noMatch',
  'pm',
  'pmf',
  'pmFromFile',
  'rx',
  'rxGlobal',
  'streq',
  'strmatch',
  'unconditionalMatch',
  'validateByteRange',
  'validateUrlEncoding',
  'validateUtf8Encoding',
  'within',
]

/** Operators that need more than a log line: other services, files of the server, bodies. */
export const foreignOperators: readonly string[] = [
  'fuzzyHash',
  'geoLookup',
  'gsbLookup',
  'inspectFile',
  'ipMatchFromDataset',
  'pmFromDataset',
  'rbl',
  'restpath',
  'rsub',
  'validateDTD',
  'validateHash',
  'validateNid',
  'validateSchema',
  'verifyCC',
  'verifyCPF',
  'verifySSN',
  'verifySVNR',
]
