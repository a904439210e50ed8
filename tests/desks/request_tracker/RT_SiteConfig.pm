# Configuration of the sample desk: Request Tracker on SQLite, for a loopback port alone.
# HANDRAIL_RT_DATA names the folder of its database and sessions, HANDRAIL_RT_CACHE the one
# of its compiled pages, HANDRAIL_RT_FILES the one of this file, HANDRAIL_RT_PORT its port.
# The system's own configuration is not read.

my $data = $ENV{HANDRAIL_RT_DATA} or die 'HANDRAIL_RT_DATA is not set';
my $port = $ENV{HANDRAIL_RT_PORT} || 80;
my $here = $ENV{HANDRAIL_RT_FILES} or die 'HANDRAIL_RT_FILES is not set';

Set($rtname,       'sample-desk');
Set($Organization, 'sample-desk');
Set($Timezone,     'UTC');
Set($WebDomain,    '127.0.0.1');
Set($WebPort,      $port);
Set($WebPath,      '');
Set($WebBaseURL,   "http://127.0.0.1:$port");

Set($DatabaseType, 'SQLite');
Set($DatabaseName, "$data/rt.sqlite3");

# Mail is built as in a real desk, and then dropped: nothing leaves the machine.
Set($MailCommand,          'sendmailpipe');
Set($SendmailPath,         "$here/drop-mail");
Set($CorrespondAddress,    'desk@example.com');
Set($CommentAddress,       'desk-comment@example.com');
Set($LogToSyslog,          undef);
Set($LogToSTDERR,          'warning');
Set($HTMLFormatter,        'core');

# Nothing is kept outside these folders. Compiled pages outlive a run: they make the next fast.
$RT::MasonDataDir    = $ENV{HANDRAIL_RT_CACHE} || "$data/mason";
$RT::MasonSessionDir = "$data/sessions";
$RT::VarPath         = $data;

1;
