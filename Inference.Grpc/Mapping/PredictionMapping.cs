using Digits.Imaging;
using Digits.Inference.Models;
using Digits.Inference.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Digits.Inference.Mapping;

/// <summary>Turns predictions and models into messages.</summary>
internal static class PredictionMapping
{
    public static PredictResponse ToResponse(string id, LoadedModel model, GrayImage seen, double[] probabilities)
    {
        var best = probabilities.IndexOfMax();
        var response = new PredictResponse
        {
            PredictionId = id,
            Label = model.Labels[best],
            Confidence = probabilities[best],
            Model = model.Name,
            ModelVersion = model.Version,
            Seen = UnsafeByteOperations.UnsafeWrap(PngEncoder.Encode(seen)),
        };
        for (var i = 0; i < model.Labels.Count; i++)
        {
            response.Probabilities.Add(new LabelProbability { Label = model.Labels[i], Probability = probabilities[i] });
        }

        return response;
    }

    public static ServedModel ToServedModel(ServedVersions versions)
    {
        var model = versions.Newest;
        return new ServedModel
        {
            Model = model.Name,
            Version = model.Version,
            Labels = { model.Labels },
            Sha256 = model.Sha256,
            LoadTime = model.LoadTime.ToTimestamp(),
            LoadedVersions = { versions.Versions.Keys.Reverse() },
        };
    }

    /// <summary>The index of the highest value; of equal ones, the first.</summary>
    public static int IndexOfMax(this double[] values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
