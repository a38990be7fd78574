using Digits.ServiceDefaults.Errors;
using Grpc.Core;

namespace Digits.Processing.Tests;

/// <summary>How a refused call looks to its caller.</summary>
internal sealed record Refusal(StatusCode Code, string? Reason, string Message)
{
    public static async Task<Refusal> OfAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        return new Refusal(refused.StatusCode, RpcErrors.Reason(refused), refused.Status.Detail);
    }
}
