"""Names of columns for the admin, which is read in Russian too."""

from django.db import migrations

from memorials.migrations._labels import Labels

LABELS = {
    "accessrequest": {
        "answer": "answer",
        "answered_at": "answered on",
        "answered_by": "account of whoever answered",
        "code": "code",
        "created": "asked",
        "memorial": "memorial",
        "user": "person",
    },
    "album": {
        "code": "code",
        "memorial": "memorial",
    },
    "blockedword": {
        "created": "created",
    },
    "chapter": {
        "changed": "changed",
        "code": "code",
        "created": "created",
        "memorial": "memorial",
    },
    "consent": {
        "given_at": "given on",
        "given_by": "account of whoever gave it",
        "given_name": "who gave it",
        "kind": "to what",
        "memorial": "memorial",
        "withdrawn_at": "withdrawn on",
        "withdrawn_by": "account of whoever withdrew it",
        "withdrawn_name": "who withdrew it",
    },
    "decision": {
        "media": "photograph",
        "memorial": "memorial",
        "memory": "memory",
        "tribute": "tribute",
    },
    "invitation": {
        "code": "code",
        "created": "created",
        "created_by": "who made it",
        "memorial": "memorial",
        "revoked_at": "revoked on",
        "uses": "taken up so many times",
    },
    "lifeevent": {
        "code": "code",
        "created": "created",
        "memorial": "memorial",
    },
    "linktoken": {
        "code": "code",
        "created": "created",
        "created_by": "who made it",
        "memorial": "memorial",
        "revoked_at": "revoked on",
    },
    "media": {
        "added_by": "who added it",
        "album": "album",
        "code": "code",
        "created": "created",
        "kind": "kind",
        "memorial": "memorial",
        "status": "status",
    },
    "membership": {
        "invitation": "invitation",
        "user": "person",
    },
    "memorial": {
        "changed": "changed",
        "code": "code",
        "created": "created",
    },
    "memory": {
        "attached": "what is attached",
        "changed": "changed",
        "code": "code",
        "created": "created",
        "memorial": "memorial",
        "status": "status",
    },
    "notice": {
        "about": "named in it",
        "attempts": "attempts",
        "created": "created",
        "kind": "about what",
        "memorial": "memorial",
        "path": "where it leads",
        "recipient": "to whom",
        "sent_at": "sent on",
    },
    "objection": {
        "answer": "answer",
        "answered_at": "answered on",
        "answered_by": "account of whoever answered",
        "answered_by_name": "who answered",
        "made_at": "objected on",
        "made_by": "account of whoever objects",
        "memorial": "memorial",
    },
    "preparation": {
        "attempt": "attempt",
        "failure": "failure",
        "finished": "finished",
        "media": "photograph",
        "progress": "done, per cent",
        "stage": "stage",
        "started": "started",
        "status": "status",
    },
    "report": {
        "closed_with": "decision",
        "code": "code",
        "media": "photograph",
        "memorial": "memorial",
        "memory": "memory",
        "reporter": "who reported it",
        "tribute": "tribute",
    },
    "tribute": {
        "author": "author",
        "changed": "changed",
        "code": "code",
        "created": "created",
        "lit_until": "burns until",
        "memorial": "memorial",
        "status": "status",
    },
    "upload": {
        "code": "code",
        "created": "created",
        "expires_at": "kept until",
        "joining_until": "being joined until",
        "media": "what it became",
        "memorial": "memorial",
        "owner": "who brings it",
        "refused": "why it was refused",
    },
}


class Migration(migrations.Migration):
    dependencies = [("memorials", "0011_upload")]
    operations = [Labels(LABELS)]
