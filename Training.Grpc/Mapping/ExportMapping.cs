using Digits.Learning.Persistence.Onnx;
using Digits.Training.Models;
using Digits.Training.V1;

namespace Digits.Training.Mapping;

/// <summary>The formats of downloads on the wire.</summary>
internal static class ExportMapping
{
    private const string Native = "native";
    private const string Onnx = "onnx";
    private const string Safetensors = "safetensors";
    private const string Pixels = "pixels";
    private const string Values = "values";

    /// <exception cref="Grpc.Core.RpcException">There is no such format; every fault is named.</exception>
    public static ModelFormat FromProto(DownloadModelRequest request)
    {
        var faults = new List<(string Field, string Description)>();
        if (request.Format is not ("" or Native or Onnx or Safetensors))
        {
            faults.Add(("format", $"must be \"{Native}\", \"{Onnx}\" or \"{Safetensors}\""));
        }
        else if (request.OnnxInput.Length > 0 && request.Format != Onnx)
        {
            faults.Add(("onnx_input", $"needs the format \"{Onnx}\""));
        }

        if (request.OnnxInput is not ("" or Pixels or Values))
        {
            faults.Add(("onnx_input", $"must be \"{Pixels}\" or \"{Values}\""));
        }

        if (faults.Count > 0)
        {
            throw Errors.InvalidFormat(faults);
        }

        return request.Format switch
        {
            Onnx => ModelFormat.Onnx(request.OnnxInput == Values ? OnnxInput.Values : OnnxInput.Pixels),
            Safetensors => ModelFormat.Safetensors,
            _ => ModelFormat.Native,
        };
    }
}
