"""Which model does MLServer serve here? The sum of the numbers; only MLServer imports this."""

from __future__ import annotations

from pathlib import Path

from mlserver import MLModel
from mlserver.codecs import NumpyCodec, NumpyRequestCodec
from mlserver.types import InferenceRequest, InferenceResponse

CALLS = Path("calls.txt")
"""Has a line per request that reached a model; whoever started the server counts them."""


class Sum(MLModel):
    """Answers with the sum of the numbers in a request, times `scale` of its settings."""

    async def load(self) -> bool:
        """Whether it can be asked, which is whether its settings have a scale."""
        return self.settings.parameters.extra["scale"] is not None

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        """The sum; the request is decoded by MLServer's own codec for one NumPy tensor."""
        with CALLS.open("a", encoding="utf-8") as calls:
            calls.write(f"{self.name}\n")
        numbers = self.decode_request(payload, default_codec=NumpyRequestCodec)
        total = numbers.sum(keepdims=True).reshape(1) * self.settings.parameters.extra["scale"]
        return InferenceResponse(
            model_name=self.name,
            model_version=self.version,
            outputs=[NumpyCodec.encode_output("sum", total)],
        )
