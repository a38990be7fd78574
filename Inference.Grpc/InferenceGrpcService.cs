using Digits.Imaging;
using Digits.Inference.Mapping;
using Digits.Inference.Models;
using Digits.Inference.Prediction;
using Digits.Inference.V1;
using Grpc.Core;

namespace Digits.Inference;

/// <summary>Answers predictions with the models on the shelf.</summary>
internal sealed class InferenceGrpcService(ModelShelf shelf, PredictionTelemetry telemetry, TimeProvider time) : InferenceService.InferenceServiceBase
{
    private const string DefaultModel = "digits";

    public override Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context)
    {
        // A damaged image is the caller's mistake whichever model is meant, so it is read first.
        var drawing = ImageInput.ReadDrawing(request.Image);
        var name = request.Model.Length > 0 ? request.Model : DefaultModel;
        var model = shelf.Find(name) ?? throw Errors.ModelNotFound(name, shelf.All);
        var prediction = Predict(model, ImageInput.Fit(drawing, request.Image, model));
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        return Task.FromResult(PredictionMapping.ToResponse(id, model, prediction));
    }

    public override Task<ListServedModelsResponse> ListServedModels(ListServedModelsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListServedModelsResponse { Models = { shelf.All.Select(PredictionMapping.ToServedModel) } });

    private Prediction.Prediction Predict(LoadedModel model, GrayImage image)
    {
        using var scope = telemetry.Begin(model, batchSize: 1);
        return Predictor.Predict(model, image);
    }
}
