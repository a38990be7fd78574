using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Digits.ServiceDefaults.Errors;

/// <summary>
/// Makes the exceptions that services answer with. Each carries a google.rpc.Status with an ErrorInfo (a stable UPPER_SNAKE reason and
/// the domain), and where fields of the request are at fault a BadRequest, in the trailer <c>grpc-status-details-bin</c>.
/// </summary>
public static class RpcErrors
{
    /// <summary>The domain of every reason.</summary>
    public const string Domain = "digits";

    /// <summary>The trailer that carries the google.rpc.Status.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    // Status and details travel as HTTP/2 trailers; these limits keep them below 20 KB in the worst encoding, under every peer's limit.
    internal const int MaxMessageLength = 1000;
    private const int MaxFaultLength = 300;
    private const int MaxFaults = 50;
    private const int MaxFaultBytes = 4096;

    /// <summary>The request is wrong; each fault names its field ("lr", "architecture[2].units").</summary>
    public static RpcException InvalidArgument(string reason, string message, params IEnumerable<(string Field, string Description)> faults) =>
        Make(StatusCode.InvalidArgument, reason, message, faults);

    /// <summary>The thing named does not exist.</summary>
    public static RpcException NotFound(string reason, string message) => Make(StatusCode.NotFound, reason, message);

    /// <summary>The thing to create exists already.</summary>
    public static RpcException AlreadyExists(string reason, string message) => Make(StatusCode.AlreadyExists, reason, message);

    /// <summary>The state of the system does not allow the call.</summary>
    public static RpcException FailedPrecondition(string reason, string message) => Make(StatusCode.FailedPrecondition, reason, message);

    /// <summary>Another call is in the way; the same call may succeed when that one is over.</summary>
    public static RpcException Aborted(string reason, string message) => Make(StatusCode.Aborted, reason, message);

    /// <summary>A queue, quota or disk is full.</summary>
    /// <param name="reason">The stable reason.</param>
    /// <param name="message">What the caller reads.</param>
    /// <param name="retryAfter">When the same call is worth another try; a RetryInfo carries it, the gateway makes it <c>Retry-After</c>.</param>
    public static RpcException ResourceExhausted(string reason, string message, TimeSpan? retryAfter = null) =>
        Make(StatusCode.ResourceExhausted, reason, message, retryAfter: retryAfter);

    /// <summary>Something that the call needs is not reachable now.</summary>
    /// <param name="reason">The stable reason.</param>
    /// <param name="message">What the caller reads.</param>
    /// <param name="retryAfter">When the same call is worth another try.</param>
    public static RpcException Unavailable(string reason, string message, TimeSpan? retryAfter = null) =>
        Make(StatusCode.Unavailable, reason, message, retryAfter: retryAfter);

    /// <summary>The caller gave up.</summary>
    public static RpcException Cancelled(string reason, string message) => Make(StatusCode.Cancelled, reason, message);

    /// <summary>Stored data is damaged.</summary>
    public static RpcException DataLoss(string reason, string message) => Make(StatusCode.DataLoss, reason, message);

    /// <summary>A fault of the service; the message must not reveal internal details.</summary>
    public static RpcException Internal(string reason, string message) => Make(StatusCode.Internal, reason, message);

    /// <summary>Reads the google.rpc.Status of an exception; null when it carries none that can be read.</summary>
    public static RpcStatus? Details(RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Trailers.GetRpcStatus(ignoreParseError: true);
    }

    /// <summary>When a failed call is worth another try; null when the service does not say.</summary>
    public static TimeSpan? RetryAfter(RpcException exception) =>
        Details(exception)?.Details
            .Where(detail => detail.Is(RetryInfo.Descriptor))
            .Select(detail => detail.Unpack<RetryInfo>().RetryDelay?.ToTimeSpan())
            .FirstOrDefault();

    /// <summary>The stable reason of an exception; null when it carries none.</summary>
    public static string? Reason(RpcException exception) =>
        Details(exception)?.Details
            .Where(detail => detail.Is(ErrorInfo.Descriptor))
            .Select(detail => detail.Unpack<ErrorInfo>().Reason)
            .FirstOrDefault();

    private static RpcException Make(
        StatusCode code,
        string reason,
        string message,
        IEnumerable<(string Field, string Description)>? faults = null,
        TimeSpan? retryAfter = null)
    {
        message = CallerText.Shorten(message, MaxMessageLength);
        var status = new RpcStatus { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = reason, Domain = Domain }));
        if (retryAfter is { } wait)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        }

        var badRequest = new BadRequest();
        badRequest.FieldViolations.AddRange((faults ?? []).Take(MaxFaults).Select(fault => new BadRequest.Types.FieldViolation
        {
            Field = CallerText.Shorten(fault.Field),
            Description = CallerText.Shorten(fault.Description, MaxFaultLength),
        }));
        while (badRequest.CalculateSize() > MaxFaultBytes)
        {
            badRequest.FieldViolations.RemoveAt(badRequest.FieldViolations.Count - 1);
        }

        if (badRequest.FieldViolations.Count > 0)
        {
            status.Details.Add(Any.Pack(badRequest));
        }

        return status.ToRpcException();
    }
}
