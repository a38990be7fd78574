using Digits.ServiceDefaults.Errors;
using Google.Rpc;
using Grpc.Core;

namespace Digits.Training.Tests;

/// <summary>What a refused call tells.</summary>
internal sealed record Fault(StatusCode Code, string? Reason, string Message, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Makes a call that must be refused.</summary>
    public static async Task<Fault> OfAsync<TResponse>(AsyncUnaryCall<TResponse> call) =>
        Of(await Assert.ThrowsAsync<RpcException>(async () => await call));

    public static Fault Of(RpcException exception)
    {
        var fields = RpcErrors.Details(exception)?.Details
            .Where(detail => detail.Is(BadRequest.Descriptor))
            .SelectMany(detail => detail.Unpack<BadRequest>().FieldViolations)
            .GroupBy(violation => violation.Field)
            .ToDictionary(field => field.Key, field => string.Join(" ", field.Select(violation => violation.Description)));
        return new Fault(exception.StatusCode, RpcErrors.Reason(exception), exception.Status.Detail, fields ?? []);
    }
}
