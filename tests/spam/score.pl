# Scores mails with Debian's SpamAssassin, local tests only, one process for all of them.
# In: for each mail its length in bytes, a line break, the mail itself.
# Out: for each a line of JSON, {"score": 0.1, "rules": {"RULE": 0.1}}.
use strict;
use warnings;
use JSON::PP;
use Mail::SpamAssassin;

my ($folder) = @ARGV;
my $assassin = Mail::SpamAssassin->new({
    local_tests_only     => 1,
    dont_copy_prefs      => 1,
    rules_filename       => '/usr/share/spamassassin',
    site_rules_filename  => '/etc/spamassassin',
    userprefs_filename   => "$folder/none",
    userstate_dir        => $folder,
    home_dir_for_helpers => $folder,
    # nobody who hands a mail over is trusted, nothing was learnt and nobody is remembered
    post_config_text     => "clear_trusted_networks\nclear_internal_networks\nuse_bayes 0\n",
});
binmode STDIN;
binmode STDOUT;
$| = 1;
while (my $length = <STDIN>) {
    my $got = read(STDIN, my $raw, $length);
    die 'a mail was cut short' unless $got == $length;
    my $mail   = $assassin->parse($raw);
    my $status = $assassin->check($mail);
    my $hit    = $status->get_names_of_tests_hit_with_scores_hash();
    my %rules  = map { $_ => $hit->{$_} + 0 } keys %{$hit};
    print encode_json({ score => $status->get_score() + 0, rules => \%rules }), "\n";
    $status->finish();
    $mail->finish();
}
