using Digits.Inference.Models;
using Digits.Inference.V1;
using Digits.Learning.Images;

namespace Digits.Inference.Prediction;

/// <summary>Turns the image of a request into what a model sees.</summary>
internal static class ImageInput
{
    /// <summary>Reads a PNG; null for raw pixels, whose size only the model tells.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is no image, or it is a PNG that cannot be read.</exception>
    public static GrayImage? ReadDrawing(Image? image) => image?.ContentCase switch
    {
        Image.ContentOneofCase.Png => ReadPng(image),
        Image.ContentOneofCase.Pixels => null,
        _ => throw Errors.ImageMissing(),
    };

    /// <summary>Normalises the drawing, or else the raw pixels, to what the model takes.</summary>
    /// <exception cref="Grpc.Core.RpcException">The pixels are too many or too few, or there is no ink.</exception>
    public static GrayImage Fit(GrayImage? drawing, Image image, LoadedModel model)
    {
        var normalized = Normalizer.Normalize(
            drawing ?? ReadPixels(image, model), model.InputShape.Width, model.InputShape.Height);
        return normalized.IsBlank ? throw Errors.ImageBlank(isPng: drawing is not null) : normalized;
    }

    private static GrayImage ReadPng(Image image)
    {
        try
        {
            return InkReader.ReadPng(image.Png.Span);
        }
        catch (ImageFormatException fault)
        {
            throw Errors.BadPng(fault);
        }
    }

    private static GrayImage ReadPixels(Image image, LoadedModel model) =>
        image.Pixels.Length == model.InputShape.Size
            ? new GrayImage(model.InputShape.Width, model.InputShape.Height, image.Pixels.ToByteArray())
            : throw Errors.PixelsWrongSize(image.Pixels.Length, model);
}
