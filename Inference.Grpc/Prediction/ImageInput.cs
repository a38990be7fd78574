using Digits.Imaging;
using Digits.Inference.Models;
using Digits.Inference.V1;
using Google.Protobuf;

namespace Digits.Inference.Prediction;

/// <summary>Turns the image of a request into what a model sees.</summary>
internal static class ImageInput
{
    /// <summary>Reads a picture file as ink; null for raw pixels, whose size only the model tells.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is no image, or it is a file that cannot be read.</exception>
    public static GrayImage? ReadDrawing(Image? image) => image?.ContentCase switch
    {
        Image.ContentOneofCase.Data => ReadFile(image.Data, Errors.DataField),
        Image.ContentOneofCase.Png => ReadFile(image.Png, Errors.PngField),
        Image.ContentOneofCase.Pixels => null,
        _ => throw Errors.ImageMissing(),
    };

    /// <summary>Normalises the drawing, or else the raw pixels, to what the model takes.</summary>
    /// <exception cref="Grpc.Core.RpcException">The pixels are too many or too few, or there is no ink.</exception>
    public static GrayImage Fit(GrayImage? drawing, Image image, LoadedModel model)
    {
        var normalized = Normalizer.Normalize(
            drawing ?? ReadPixels(image, model), model.InputShape.Width, model.InputShape.Height);
        return normalized.IsBlank ? throw Errors.ImageBlank(image.ContentCase) : normalized;
    }

    private static GrayImage ReadFile(ByteString file, string field)
    {
        try
        {
            return InkReader.Read(file.Span);
        }
        catch (ImageFormatException fault)
        {
            throw Errors.BadPicture(fault, field);
        }
    }

    private static GrayImage ReadPixels(Image image, LoadedModel model) =>
        image.Pixels.Length == model.InputShape.Size
            ? new GrayImage(model.InputShape.Width, model.InputShape.Height, image.Pixels.ToByteArray())
            : throw Errors.PixelsWrongSize(image.Pixels.Length, model);
}
