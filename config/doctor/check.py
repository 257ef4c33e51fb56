from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    name: str
    ok: bool
    detail: str
    remedy: str = ""  # the command that mends it; empty when all is well


def well(name: str, detail: str) -> Check:
    return Check(name, True, detail)


def ill(name: str, detail: str, remedy: str) -> Check:
    return Check(name, False, detail, remedy)
