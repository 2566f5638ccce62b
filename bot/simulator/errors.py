from typing import Any


class ApiRefusal(Exception):
    """An answer of the Messaging API other than 2xx."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @property
    def body(self) -> dict[str, Any]:
        return {"message": self.message}

    @property
    def headers(self) -> dict[str, str]:
        return {}


class InvalidRequest(ApiRefusal):
    def __init__(self, details: list[dict[str, str]]) -> None:
        super().__init__(f"The request body has {len(details)} error(s)")
        self.details = details

    @property
    def body(self) -> dict[str, Any]:
        return {"message": self.message, "details": self.details}


class InvalidProperty(ApiRefusal):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"The property, '{name}', in the request body is invalid (line: -, column: -)"
        )


class UnreadableBody(ApiRefusal):
    def __init__(self, line: int, column: int) -> None:
        super().__init__(
            f"The request body could not be parsed as JSON (line: {line}, column: {column})"
        )


class InvalidReplyToken(ApiRefusal):
    def __init__(self) -> None:
        super().__init__("Invalid reply token")


class InvalidRetryKey(ApiRefusal):
    def __init__(self) -> None:
        super().__init__("The value of the 'X-Line-Retry-Key' header is invalid")


class RetryKeyNotSupported(ApiRefusal):
    def __init__(self) -> None:
        super().__init__("The 'X-Line-Retry-Key' header is not supported by this API")


class RetryKeyAlreadyAccepted(ApiRefusal):
    status = 409

    def __init__(self, request_id: str, sent_messages: list[dict[str, Any]]) -> None:
        super().__init__("The retry key is already accepted")
        self._request_id = request_id
        self._sent_messages = sent_messages

    @property
    def body(self) -> dict[str, Any]:
        return {"message": self.message, "sentMessages": self._sent_messages}

    @property
    def headers(self) -> dict[str, str]:
        return {"x-line-accepted-request-id": self._request_id}


class Unauthorized(ApiRefusal):
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "Authentication failed. "
            "Confirm that the access token in the authorization header is valid."
        )


class NotFound(ApiRefusal):
    status = 404

    def __init__(self) -> None:
        super().__init__("Not found")


class ContentGone(ApiRefusal):
    status = 410

    def __init__(self) -> None:
        super().__init__("Gone")


class BodyTooLarge(ApiRefusal):
    status = 413

    def __init__(self) -> None:
        super().__init__("Payload Too Large")


class UnsupportedContentType(ApiRefusal):
    status = 415

    def __init__(self, content_type: str) -> None:
        super().__init__(f"The content type, {content_type}, is not supported")


class RateLimited(ApiRefusal):
    status = 429

    def __init__(self) -> None:
        super().__init__("The API rate limit has been exceeded. Try again later.")


class MonthlyLimitReached(ApiRefusal):
    status = 429

    def __init__(self) -> None:
        super().__init__("You have reached your monthly limit.")


class InternalServerError(ApiRefusal):
    status = 500

    def __init__(self) -> None:
        super().__init__("Internal Server Error")


class CallerLeftWaiting(ApiRefusal):
    """Said only to a caller more patient than the fault; the journal keeps no status for it."""

    status = 504

    def __init__(self) -> None:
        super().__init__("Gateway Timeout")


class ControlRefusal(Exception):
    """A script or the page asked the simulator for something that cannot be."""

    status = 409


class UnknownResident(ControlRefusal):
    status = 404


class UnknownMessage(ControlRefusal):
    status = 404


class ResidentHasBlocked(ControlRefusal):
    """A blocked account cannot be written to before it is unblocked."""


class AlreadyInThatState(ControlRefusal):
    """Blocking twice, unblocking someone who never blocked, unsending twice."""
