"""Why an engine says no, or does less: codes that the site translates, and the plain English behind each."""

MESSAGES = {
    "no_face": "No face was found in this photograph.",
    "no_such_face": "This photograph has no face with that number.",
    "face_too_small": "The face is smaller than 40 pixels, too few to move it truthfully.",
    "turned_away": "The face is turned away by more than 40 degrees: only breathing and one eye can move.",
    "eyes_shut": "The eyes are shut already, so they will not blink.",
    "eyes_hidden": "The eyes are not seen, so they will neither blink nor look about.",
    "mouth_open": "The mouth is open, so the smile will be half as wide.",
    "likeness_uncertain": "This may not be a photograph of a person.",
    "face_lost": "The face was lost in the film.",
    "turned_too_far": "The head turned too far.",
    "face_ran_away": "The head left its place.",
    "face_bent": "The face lost its shape.",
    "face_blurred": "The face became blurred.",
    "eyes_stay_open": "The eyes did not close in the blink.",
    "jumps": "The movement jumped from one frame to the next.",
    "first_frame_differs": "The first frame was not the photograph.",
    "ends_differ": "The end did not meet the beginning.",
    "background_moves": "The background moved.",
    "black_holes": "There were dark holes in the picture.",
    "not_a_picture": "This file is not a picture.",
    "too_large": "The picture is larger than 60 megapixels or than 20,000 pixels a side.",
    "broken_picture": "The picture is damaged and cannot be read to its end.",
    "bad_request": "This animation cannot be asked for.",
    "model_missing": "A model file of the animation engine is missing.",
    "model_damaged": "A model file of the animation engine is damaged.",
    "encoder_missing": "The video encoder was not found.",
    "encoder_failed": "The video encoder stopped before the end.",
    "encoder_too_slow": "The video encoder took too long.",
    "clip_unreadable": "The finished clip could not be read again.",
}


class EngineError(Exception):
    """An engine could not do what was asked; `code` names the reason in MESSAGES."""

    def __init__(self, code: str, detail: str = "") -> None:
        message = MESSAGES.get(code, code)
        super().__init__(f"{message} ({detail})" if detail else message)
        self.code = code
        self.message = message
        self.detail = detail

    def __reduce__(self) -> tuple[type["EngineError"], tuple[str, str]]:
        """Survive the way from a worker's child to its parent."""
        return type(self), (self.code, self.detail)


class TemporaryEngineError(EngineError):
    """Trying again later may succeed."""


class PermanentEngineError(EngineError):
    """Trying again with the same photograph and request fails again."""


def refuse(code: str, detail: str = "") -> PermanentEngineError:
    return PermanentEngineError(code, detail)
