using Grpc.Core;

namespace Digits.Training.Datasets;

/// <summary>A data set cannot be had. The message is fit for a person.</summary>
internal sealed class DatasetException : Exception
{
    public DatasetException(DatasetFault fault, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
    }

    public DatasetFault Fault { get; }

    public static DatasetException From(RpcException exception, string name, string version) => exception.StatusCode switch
    {
        // A name that Processing would never give out is as unknown as any other.
        StatusCode.NotFound or StatusCode.InvalidArgument => new DatasetException(
            DatasetFault.NotFound,
            version.Length == 0 ? $"There is no data set \"{name}\"." : $"There is no data set \"{name}\" of version \"{version}\".",
            exception),
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled => new DatasetException(
            DatasetFault.Unreachable,
        $"Data set {name} could not be read: the Processing service does not answer.", exception),
        // Processing refuses what is too much at once; the same call may succeed later.
        StatusCode.ResourceExhausted or StatusCode.Aborted => new DatasetException(
            DatasetFault.Unreachable, $"Data set {name} could not be read: the Processing service has too much to do; try again.", exception),
        _ => new DatasetException(
            DatasetFault.Unusable, $"Data set {name} could not be read: the Processing service failed on it.", exception),
    };

    public static DatasetException Silent(string name, TimeSpan silence) => new(
        DatasetFault.Unreachable,
        $"Data set {name} could not be read: the Processing service sent nothing for {silence.TotalSeconds:0} s.");
}
