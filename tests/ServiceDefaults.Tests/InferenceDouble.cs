using Digits.Inference.V1;
using Grpc.Core;

namespace Digits.ServiceDefaults.Tests;

/// <summary>A service that answers as the test says.</summary>
internal sealed class InferenceDouble(Func<PredictRequest, ServerCallContext, Task<PredictResponse>> predict)
    : InferenceService.InferenceServiceBase
{
    public InferenceDouble()
        : this((_, _) => Task.FromResult(new PredictResponse()))
    {
    }

    public override Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context) => predict(request, context);
}
