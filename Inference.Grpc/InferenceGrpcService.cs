using Digits.Inference.Mapping;
using Digits.Inference.Models;
using Digits.Inference.Prediction;
using Digits.Inference.V1;
using Grpc.Core;

namespace Digits.Inference;

/// <summary>Answers predictions with the models on the shelf.</summary>
internal sealed class InferenceGrpcService(ModelShelf shelf, LargePictures largePictures, TimeProvider time) : InferenceService.InferenceServiceBase
{
    private const string DefaultModel = "digits";

    public override Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context)
    {
        // What costs nothing is checked first, so that a call that must fail never decodes a picture. A request that no model could answer
        // is refused as such even where there is no model.
        Errors.CheckModelName(request.Model);
        if (request.ModelVersion < 0)
        {
            throw Errors.VersionNegative(request.ModelVersion);
        }

        var pixels = ImageInput.PixelsToDecode(request.Image);
        var name = request.Model.Length > 0 ? request.Model : DefaultModel;
        return AnswerAsync(request.Image, pixels, shelf.Get(name, request.ModelVersion == 0 ? null : request.ModelVersion), context.CancellationToken);
    }

    public override Task<ListServedModelsResponse> ListServedModels(ListServedModelsRequest request, ServerCallContext context)
    {
        var state = shelf.Current;
        return state.IsKnown || state.Served.Count > 0
            ? Task.FromResult(new ListServedModelsResponse { Models = { state.Served.Values.Select(PredictionMapping.ToServedModel) } })
            : throw Errors.RegistryUnknown();
    }

    private async Task<PredictResponse> AnswerAsync(Image image, long pixels, LoadedModel model, CancellationToken cancellationToken)
    {
        using var call = model.Runner.Begin(cancellationToken);
        var seen = pixels <= LargePictures.SmallPixels
            ? ImageInput.Read(image, model)
            : await largePictures.ReadAsync(pixels, () => ImageInput.Read(image, model), cancellationToken);
        call.InputRead();
        var probabilities = await model.Runner.PredictAsync([seen.Pixels.ToArray()], call, cancellationToken);
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var response = PredictionMapping.ToResponse(id, model, seen, probabilities[0]);
        call.Succeeded(images: 1);
        return response;
    }
}
