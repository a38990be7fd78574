using Digits.ServiceDefaults.Clients;
using Digits.ServiceDefaults.Errors;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Digits.Gateway.Errors;

/// <summary>
/// Turns a failed gRPC call into a problem: code, message, and the details of google.rpc.Status when the service sent them.
/// </summary>
internal static class RpcProblems
{
    // Our services bound their texts themselves; these limits are for services that do not.
    private const int MaxDetailLength = 1000;
    private const int MaxViolations = 50;

    /// <param name="exception">The failed call.</param>
    /// <param name="peer">The service that was called, as the configuration knows it.</param>
    public static Problem From(RpcException exception, Peer peer)
    {
        if (exception.StatusCode == StatusCode.Unavailable && IsLocal(exception))
        {
            return Problems.ServiceAway(peer);
        }

        var reason = RpcErrors.Reason(exception);
        return new Problem(
            StatusMapping.ToHttpStatus(exception.StatusCode),
            StatusMapping.NameOf(exception.StatusCode),
            Describe(exception, reason, peer),
            reason ?? (IsLocal(exception) ? StatusMapping.NameOf(exception.StatusCode) : null))
        {
            RetryAfter = RpcErrors.RetryAfter(exception),
            Errors = ReadViolations(Find<BadRequest>(RpcErrors.Details(exception))),
        };
    }

    /// <summary>Whether only the caller is at fault, so that the failure need not be logged for operators.</summary>
    public static bool IsCallers(StatusCode code) => code is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists
        or StatusCode.FailedPrecondition or StatusCode.OutOfRange or StatusCode.Aborted or StatusCode.Cancelled
        or StatusCode.PermissionDenied or StatusCode.Unauthenticated;

    private static string Describe(RpcException exception, string? reason, Peer peer) => exception.StatusCode switch
    {
        StatusCode.DeadlineExceeded when reason is null => $"The service {peer} did not answer in time.",
        // Without a reason, the text was not written for callers and may reveal internals.
        StatusCode.Internal or StatusCode.Unknown or StatusCode.DataLoss when reason is null =>
            $"Something went wrong in the service {peer}; its log tells more.",
        var code when IsLocal(exception) => $"The call to the service {peer} failed: {StatusMapping.NameOf(code)}.",
        _ => CallerText.Shorten(exception.Status.Detail, MaxDetailLength),
    };

    // grpc-dotnet attaches an exception to each status that it creates itself; a status that was received has none.
    private static bool IsLocal(RpcException exception) => exception.Status.DebugException is not null;

    private static T? Find<T>(RpcStatus? status)
        where T : class, IMessage<T>, new()
    {
        foreach (var detail in status?.Details ?? [])
        {
            if (detail.TryUnpack<T>(out var found))
            {
                return found;
            }
        }

        return null;
    }

    private static Dictionary<string, string[]>? ReadViolations(BadRequest? badRequest) =>
        badRequest?.FieldViolations
            .Take(MaxViolations)
            .GroupBy(
                violation => JsonPath(CallerText.Shorten(violation.Field)),
                violation => CallerText.Shorten(violation.Description, MaxDetailLength))
            .ToDictionary(group => group.Key, group => group.ToArray());

    // Services use the field names of the proto; callers of REST know the JSON names.
    private static string JsonPath(string field)
    {
        var words = field.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(word => word.Length == 0 ? "_" : char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
