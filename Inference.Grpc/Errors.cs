using Digits.Imaging;
using Digits.Inference.Models;
using Digits.Inference.V1;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;

namespace Digits.Inference;

/// <summary>Every way in which this service refuses a call.</summary>
internal static class Errors
{
    public const string DataField = "image.data";
    public const string PngField = "image.png";
    private const string PixelsField = "image.pixels";

    public static RpcException ImageMissing()
    {
        const string Message = "The request has no image: give image.data (a picture file) or image.pixels.";
        return RpcErrors.InvalidArgument("IMAGE_MISSING", Message, ("image", "is required, with either data or pixels"));
    }

    public static RpcException PixelsWrongSize(int given, LoadedModel model)
    {
        var (shape, wanted) = (model.InputShape, model.InputShape.Size);
        var message = $"{given} pixels were given; model \"{model.Name}\" reads {wanted}, for {shape.Height}x{shape.Width}.";
        return RpcErrors.InvalidArgument("IMAGE_SIZE_WRONG", message, (PixelsField, $"has {given} bytes instead of {wanted}"));
    }

    public static RpcException BadPicture(ImageFormatException fault, string field)
    {
        var reason = fault.Fault switch
        {
            ImageFault.Truncated => "IMAGE_TRUNCATED",
            ImageFault.Unsupported => "IMAGE_UNSUPPORTED",
            ImageFault.TooLarge => "IMAGE_TOO_LARGE",
            _ => "IMAGE_INVALID",
        };
        return RpcErrors.InvalidArgument(reason, fault.Message, (field, fault.Message));
    }

    public static RpcException ImageBlank(Image.ContentOneofCase content)
    {
        const string Message = "The image is blank: there is no ink on the paper.";
        var field = content switch
        {
            Image.ContentOneofCase.Data => DataField,
            Image.ContentOneofCase.Png => PngField,
            _ => PixelsField,
        };
        return RpcErrors.InvalidArgument("IMAGE_BLANK", Message, (field, "is blank"));
    }

    public static RpcException ModelNotFound(string name, IReadOnlyList<LoadedModel> served)
    {
        var others = served.Count == 0
            ? "no model has been trained yet"
            : $"served are {string.Join(", ", served.Select(model => $"\"{model.Name}\""))}";
        return RpcErrors.NotFound("MODEL_NOT_FOUND", $"There is no model \"{name}\": {others}.");
    }
}
