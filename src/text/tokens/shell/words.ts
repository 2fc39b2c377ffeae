/** How a name has to be used to be a command and not a word of a sentence. */
export type Use =
  /** Nothing else is named so: it needs no arguments. */
  | 'any'
  /** A short name, of columns and fields too: alone behind what is no list of words. */
  | 'alone'
  /** A program that people also speak of: with arguments. */
  | 'tool'
  /** A word of a language too: only with arguments that only a command has. */
  | 'word'

const names: readonly (readonly [Use, string])[] = [
  [
    'any',
    'whoami ifconfig ipconfig netstat uname nslookup ncat xxd gawk nawk egrep fgrep zgrep xargs nohup crontab useradd adduser usermod userdel systeminfo tasklist taskkill netsh certutil bitsadmin mshta rundll32 regsvr32 wmic cscript wscript schtasks icacls cacls lsof lsb_release mknod mkfifo mkdir rmdir insmod modprobe lsmod dmesg hexdump printenv traceroute tracert tcpdump setfacl socat ldd invoke-expression invoke-webrequest invoke-restmethod start-process start-sleep get-process get-childitem get-content invoke-command findstr fsutil vssadmin wevtutil tskill get-service get-wmiobject ldapsearch nbtstat hostnamectl journalctl showmount pkill killall pgrep pstree hping3 setsid stty vdir lsblk lscpu netuse cmd.exe powershell.exe chmod chown chroot regedit whereis updatedb readlink realpath phpinfo sysinfo visudo cscli ansible-config ansible-doc ansible-galaxy ansible-inventory ansible-playbook ansible-pull ansible-vault ansible-console chef-client chef-run chef-shell chef-vault bsdtar zstdcat',
  ],
  [
    'alone',
    'id ls pwd dir ps env df du arp hostname rm mv cp ln w ss ip logname tty uptime sh bash',
  ],
  [
    'tool',
    'wget curl netcat nc zsh ksh csh tcsh busybox python python2 python3 perl ruby php php5 php7 php-cgi lua nodejs powershell pwsh cmd tftp telnet ssh scp sftp rsync base64 base32 awk sed grep tee passwd getent nmap iptables sudo su systemctl gcc gdb strace ltrace openssl docker kubectl yum apt apt-get dpkg rpm pip pip3 npm uniq basename dirname vim nano dd mysql psql mysqldump sqlite3 echo iex ping ping6 attrib set-content out-file aria2c w3m masscan mailx sendmail finger lynx axel nl od wc tac printf git svn tmux xdg-open journal cat sleep eval timeout stat umount mount diff tar unzip gunzip kill touch head tail env ansible chef ll',
  ],
  [
    'word',
    'find time less more sort cut who net at test exec expr date top look which man mail make sum last split join read write print copy del type move start tree node export source alias help ed ex vi zip gzip cron batch script install file trap unset let wait watch for while if until case do then open cd reg sc query choice erase ren replace runas command import patch java go irb gem hg screen link fold paste comm tr yes true false bg fg jobs login logout halt init local ulimit umask vol pushd popd call goto title mode path prompt dash ash fish strings wall history set exit free route groups reboot shutdown ver pr rev',
  ],
]

/** What makes a command of some words, as the first argument. */
const second: Readonly<Record<string, string>> = {
  net: 'user localgroup view use share accounts group start stop',
  net1: 'user localgroup',
  reg: 'add query delete save export',
  sc: 'query create config stop start delete',
  netsh: 'firewall advfirewall interface wlan',
  docker: 'run exec ps',
  git: 'clone',
  which: 'curl wget perl python php gcc nc bash sh',
}

/** Whether a word behind a command makes it one. */
export function isSecond(name: string, argument: string): boolean {
  return Object.hasOwn(second, name) && second[name]!.split(' ').includes(argument.toLowerCase())
}

const uses: ReadonlyMap<string, Use> = new Map(
  names
    .toReversed()
    .flatMap(([use, words]) => words.split(' ').map((word): [string, Use] => [word, use])),
)

/** Folders of programs; a glob may stand for letters. */
const programPath = /^[\\/]?(?:[\w.?*[\]-]+[\\/])*[\w.?*[\]-]+$/
const programFolder = /^[\\/]?(?:usr[\\/](?:local[\\/])?)?(?:s?bin|libexec|games)[\\/]/
const windowsFolder =
  /^(?:[a-z]:)?[\\/]?(?:windows|winnt|system32|\S{1,40}[\\/]system32)[\\/]|^%(?:comspec|systemroot|windir)%/

/** `python3.10` is python. */
const versions = /\d[\d.]*$/

/** How a word is used that stands where a command does; undefined when it is no command. @param word in lower case, unquoted */
export function useOf(word: string): Use | 'path' | undefined {
  if (word.length > 80 || word.length < 1) return undefined
  const use =
    uses.get(word) ??
    uses.get(word.replace(versions, '')) ??
    (word.endsWith('.exe') ? uses.get(word.slice(0, -4)) : undefined)
  if (use) return use
  if (windowsFolder.test(word)) return 'path'
  if (programFolder.test(word) && programPath.test(word)) return 'path'
  return isGlobPath(word) ? 'path' : undefined
}

/** /???/??t, /b*n/c?t: a path whose letters are left open. */
function isGlobPath(word: string): boolean {
  return (
    /[?*]/.test(word) && /^\/[\w?*[\]]{1,8}\/[\w?*[\]/-]+$/.test(word) && /[?*].*[\w?*]/.test(word)
  )
}
