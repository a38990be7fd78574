using Digits.ServiceDefaults.Errors;
using Grpc.Core;

namespace Digits.Processing;

/// <summary>What is wrong with a wish for drawn samples.</summary>
internal static partial class Errors
{
    public static RpcException CountOutOfRange(int count, int least, int most) => RpcErrors.InvalidArgument(
        "COUNT_OUT_OF_RANGE", $"{count} samples cannot be drawn; {least} to {most} can.", ("count", $"{least} to {most}"));
}
