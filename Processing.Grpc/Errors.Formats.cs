using Digits.ServiceDefaults.Errors;
using Grpc.Core;

namespace Digits.Processing;

/// <summary>What is wrong with uploaded files as a whole.</summary>
internal static partial class Errors
{
    public static RpcException LabelMapInvalid(string label, string fault) => RpcErrors.InvalidArgument(
        "LABEL_MAP_INVALID", $"The label map's other name for {Quote(label)} {fault}.", ("label_map", fault));
}
