using Digits.ServiceDefaults.Errors;
using Grpc.Core;

namespace Digits.Processing;

/// <summary>What is wrong with requests for quality reports.</summary>
internal static partial class Errors
{
    public static RpcException SamplesPerFindingOutOfRange(int count, int limit) => RpcErrors.InvalidArgument(
        "SAMPLES_PER_FINDING_OUT_OF_RANGE",
        $"{count} samples cannot be named in a finding, 0 to {limit} can.",
        ("samples_per_finding", $"0 to {limit}"));
}
