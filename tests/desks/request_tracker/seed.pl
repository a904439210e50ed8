#!/usr/bin/perl
# perl seed.pl stories.json: fills an empty desk with the sample tickets.
#
# Customers' mails go through Request Tracker's own mail gateway and agents' answers through
# its own Correspond and Comment, so that the rows are such as a real desk has; only their
# times are set afterwards. Prints one JSON object: story key -> ticket number.
use strict;
use warnings;
use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib';
use RT -init;
use RT::Interface::Email;
use JSON ();
use Encode ();

open my $file, '<:raw', $ARGV[0] or die "cannot read $ARGV[0]: $!";
my $data = JSON->new->utf8->decode( do { local $/; <$file> } );
my $system = RT->SystemUser;

sub must {
    my ( $ok, $message ) = @_;
    die $message // 'refused' unless $ok;
    return $ok;
}

my %account;
for my $wanted ( @{ $data->{accounts} } ) {
    my $user = RT::User->new($system);
    must( $user->Create(
        Name => $wanted->{name}, Password => $wanted->{password}, EmailAddress => $wanted->{email},
        RealName => "$wanted->{first_name} $wanted->{last_name}", Privileged => $wanted->{staff} ? 1 : 0,
    ) );
    $account{ $wanted->{name} } = $user;
}
my $staff = RT::Group->new($system);
must( $staff->CreateUserDefinedGroup( Name => 'Staff' ) );
$staff->AddMember( $account{ $_->{name} }->PrincipalId ) for grep { $_->{staff} } @{ $data->{accounts} };

my $everyone = RT::Group->new($system);
$everyone->LoadSystemInternalGroup('Everyone');

my %queue;
for my $wanted ( @{ $data->{queues} } ) {
    my $queue = RT::Queue->new($system);
    must( $queue->Create( Name => $wanted->{title}, CorrespondAddress => $wanted->{email} ) );
    must( $everyone->PrincipalObj->GrantRight( Right => $_, Object => $queue ) ) for qw(CreateTicket ReplyToTicket);
    must( $staff->PrincipalObj->GrantRight( Right => $_, Object => $queue ) )
        for qw(SeeQueue ShowTicket ShowTicketComments ShowOutgoingEmail ReplyToTicket CommentOnTicket
               OwnTicket TakeTicket ModifyTicket SeeCustomField ModifyCustomField);
    $queue{ $wanted->{slug} } = $queue;
}

# A queue that the agent may not look into: its ticket answers with 403.
my $restricted = RT::Queue->new($system);
must( $restricted->Create( Name => 'Staff matters', CorrespondAddress => $data->{desk}{restricted} ) );

my %field;
for my $wanted ( @{ $data->{fields} } ) {
    my $field = RT::CustomField->new($system);
    my $type = $wanted->{type} eq 'date' ? 'Date' : 'Freeform';
    must( $field->Create( Name => $wanted->{label}, Type => $type, MaxValues => 1, LookupType => RT::Ticket->CustomFieldLookupType ) );
    must( $field->AddToObject($_) ) for values %queue;
    $field{ $wanted->{name} } = $field;
}

# The knowledge base: a class for each category, its articles' text in a custom field.
my $content = RT::CustomField->new($system);
must( $content->Create( Name => 'Content', Type => 'Text', MaxValues => 1, LookupType => RT::Article->CustomFieldLookupType ) );
must( $staff->PrincipalObj->GrantRight( Right => 'SeeCustomField', Object => $content ) );
my %class;
for my $wanted ( @{ $data->{articles} } ) {
    my $class = $class{ $wanted->{category} } //= do {
        my $new = RT::Class->new($system);
        must( $new->Create( Name => $wanted->{category} ) );
        must( $content->AddToObject($new) );
        must( $staff->PrincipalObj->GrantRight( Right => $_, Object => $new ) ) for qw(SeeClass ShowArticle);
        $new;
    };
    my $article = RT::Article->new($system);
    must( $article->Create( Name => $wanted->{title}, Summary => $wanted->{question}, Class => $class->Id,
        'CustomField-' . $content->Id => $wanted->{answer} ) );
}

# Sets the time of everything that was written since `$since` (the newest transaction's number).
sub backdate {
    my ( $since, $at ) = @_;
    my $handle = $RT::Handle->dbh;
    $handle->do( 'UPDATE Attachments SET Created = ? WHERE TransactionId > ?', undef, $at, $since );
    $handle->do( 'UPDATE Transactions SET Created = ? WHERE id > ?', undef, $at, $since );
}

sub newest { return ( $RT::Handle->dbh->selectrow_array('SELECT MAX(id) FROM Transactions') )[0] // 0 }

sub loaded {
    my ($id) = @_;
    my $ticket = RT::Ticket->new($system);
    $ticket->Load($id);
    return $ticket;
}

# Delivers one mail; returns the number of its ticket.
sub deliver {
    my ( $queue, $mail ) = @_;
    my ( $status, $message, $ticket ) = RT::Interface::Email::Gateway(
        { queue => $queue->Name, action => 'correspond', message => $mail } );
    must( $status == 1 && $ticket, $message );
    return $ticket->Id;
}

sub write_as_staff {
    my ( $story, $id, $message ) = @_;
    my $user = RT::CurrentUser->new( $account{ $message->{account} } );
    my $body = MIME::Entity->build( Type => 'text/plain', Charset => 'UTF-8', Encoding => '-SUGGEST',
        Data => Encode::encode( 'UTF-8', $message->{text} ) );
    my $ticket = RT::Ticket->new($user);
    if ( !$id ) {
        my ( $new, undef, $why ) = $ticket->Create( Queue => $queue{ $story->{queue} }->Id, Subject => $story->{subject},
            Requestor => $story->{requester}{email}, MIMEObj => $body );
        return must( $new, $why );
    }
    $ticket->Load($id);
    my ( $ok, $why ) = $message->{public} ? $ticket->Correspond( MIMEObj => $body ) : $ticket->Comment( MIMEObj => $body );
    must( $ok, $why );
    return $id;
}

my %number;
for my $story ( @{ $data->{tickets} } ) {
    my $id;
    my ( $first, $last );
    for my $message ( @{ $story->{messages} } ) {
        my $since = newest();
        ( my $at = $message->{at} ) =~ s/T/ /;
        $at =~ s/\..*//;
        $first //= $at;
        $last = $at;
        if ( my $mail = $message->{mail} ) {
            my $mark = $id ? "[@{[ RT->Config->Get('rtname') ]} #$id] " : '';
            $mail =~ s/\{ticket\} /$mark/g;
            $id = deliver( $queue{ $story->{queue} }, Encode::encode( 'UTF-8', $mail ) );
        }
        else {
            $id = write_as_staff( $story, $id, $message );
        }
        backdate( $since, $at );
    }
    my $since = newest();
    my $ticket = loaded($id);
    for my $name ( sort keys %{ $story->{fields} } ) {
        must( $ticket->AddCustomFieldValue( Field => $field{$name}->Id, Value => $story->{fields}{$name} ) );
    }
    if ( $story->{status} ne 'open' ) {
        my $agents = RT::Ticket->new( RT::CurrentUser->new( $account{agent} ) );
        $agents->Load($id);
        must( $agents->SetStatus( $story->{status} ) );
    }
    backdate( $since, $last );
    $RT::Handle->dbh->do( 'UPDATE Tickets SET Created = ?, Started = ?, Told = ?, LastUpdated = ? WHERE id = ?', undef, $first, $first, $last, $last, $id );
    $number{ $story->{key} } = $id;
}

my $secret = RT::Ticket->new($system);
my ( $hidden, undef, $why ) = $secret->Create( Queue => $restricted->Id, Subject => 'Not for agents', Requestor => 'agent@example.com',
    MIMEObj => MIME::Entity->build( Type => 'text/plain', Data => 'Only for the lead.' ) );
$number{restricted} = must( $hidden, $why );

print JSON->new->canonical->encode( \%number ), "\n";
