using Digits.Imaging;
using Digits.Inference.Models;
using Digits.Inference.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Digits.Inference.Mapping;

/// <summary>Turns predictions and models into messages.</summary>
internal static class PredictionMapping
{
    public static PredictResponse ToResponse(string id, LoadedModel model, Prediction.Prediction prediction)
    {
        var response = new PredictResponse
        {
            PredictionId = id,
            Label = model.Labels[prediction.Best],
            Confidence = prediction.Probabilities[prediction.Best],
            Model = model.Name,
            ModelVersion = model.Version,
            Seen = UnsafeByteOperations.UnsafeWrap(PngEncoder.Encode(prediction.Seen)),
        };
        for (var i = 0; i < model.Labels.Count; i++)
        {
            response.Probabilities.Add(new LabelProbability { Label = model.Labels[i], Probability = prediction.Probabilities[i] });
        }

        return response;
    }

    public static ServedModel ToServedModel(LoadedModel model) => new()
    {
        Model = model.Name,
        Version = model.Version,
        Labels = { model.Labels },
        Sha256 = model.Sha256,
        LoadTime = model.LoadTime.ToTimestamp(),
    };
}
