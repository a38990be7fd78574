using Digits.Imaging;
using Digits.Inference.Mapping;
using Digits.Inference.Models;
using Digits.Inference.Prediction;
using Digits.Inference.V1;
using Grpc.Core;

namespace Digits.Inference;

/// <summary>Answers predictions with the models on the shelf.</summary>
internal sealed class InferenceGrpcService(
    ModelShelf shelf, LargePictures largePictures, PredictionTelemetry telemetry, TimeProvider time) : InferenceService.InferenceServiceBase
{
    private const string DefaultModel = "digits";

    // Training registers no longer names.
    private const int MaxModelNameLength = 64;

    public override Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context)
    {
        // What costs nothing is checked first, so that a call that must fail never decodes a picture. A request that no model could answer
        // is refused as such even where there is no model.
        CheckLength(request.Model);
        var pixels = ImageInput.PixelsToDecode(request.Image);
        var model = FindModel(request.Model);
        return pixels <= LargePictures.SmallPixels
            ? Task.FromResult(Answer(model, ImageInput.Read(request.Image, model)))
            : PredictLargeAsync(request.Image, pixels, model, context.CancellationToken);
    }

    public override Task<ListServedModelsResponse> ListServedModels(ListServedModelsRequest request, ServerCallContext context)
    {
        var state = shelf.Current;
        return state.IsKnown
            ? Task.FromResult(new ListServedModelsResponse { Models = { state.Served.Values.Select(PredictionMapping.ToServedModel) } })
            : throw Errors.RegistryUnknown();
    }

    private static void CheckLength(string model)
    {
        if (model.Length > MaxModelNameLength)
        {
            throw Errors.ModelNameTooLong(model.Length, MaxModelNameLength);
        }
    }

    private LoadedModel FindModel(string requested)
    {
        var name = requested.Length > 0 ? requested : DefaultModel;
        var state = shelf.Current;
        return state.Served.GetValueOrDefault(name) ?? throw Errors.ModelNotServed(name, state);
    }

    private async Task<PredictResponse> PredictLargeAsync(Image image, long pixels, LoadedModel model, CancellationToken cancellationToken) =>
        Answer(model, await largePictures.ReadAsync(pixels, () => ImageInput.Read(image, model), cancellationToken));

    private PredictResponse Answer(LoadedModel model, GrayImage image)
    {
        var prediction = Predict(model, image);
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        return PredictionMapping.ToResponse(id, model, prediction);
    }

    private Prediction.Prediction Predict(LoadedModel model, GrayImage image)
    {
        using var scope = telemetry.Begin(model, batchSize: 1);
        return Predictor.Predict(model, image);
    }
}
