"""The API."""

from config.settings.place import TRUSTED_PROXIES

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "memorials.api.authentication.SessionTokenAuthentication",
        "memorials.api.authentication.ReadOnlyTokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],  # rows have one door: visible_to
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "memorials.api.schema.Schema",
    "EXCEPTION_HANDLER": "memorials.api.errors.handle",
    "FORMAT_SUFFIX_KWARG": None,
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": TRUSTED_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rodnik",
    "DESCRIPTION": "Memorials, photographs and living photographs of a Rodnik site.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,  # what is sent has no fields that only the site can set
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "AccessAnswerEnum": "memorials.models.AccessRequest.Answer",
        "DecisionReasonEnum": "memorials.reasons.CHOICES",
        "FeatureEnum": "memorials.models.Feature",
        "ItemStatusEnum": "memorials.models.Status",
        "JobStatusEnum": "memorials.jobs.model.State",
        "MediaKindEnum": "memorials.models.Media.Kind",
        "NoticeKindEnum": "memorials.models.Notice.Kind",
        "ObjectionAnswerEnum": "memorials.models.Objection.Answer",
        "QueueKindEnum": "memorials.queue.KINDS",
        "QuotedKindEnum": "chat.api.serializers.QUOTED_KINDS",
        "ReportReasonEnum": "memorials.models.Report.Reason",
        "RoleEnum": "memorials.models.Role",
        "TributeKindEnum": "memorials.models.Tribute.Kind",
        "WayInStateEnum": "memorials.models.invitation.State",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "memorials.api.headless_schema.add_sign_in",
    ],
}
