using Digits.Inference.Models;
using Digits.Inference.V1;
using Digits.Learning.Images;

namespace Digits.Inference.Prediction;

/// <summary>Turns the image of a request into what a model sees.</summary>
internal static class ImageInput
{
    /// <exception cref="Grpc.Core.RpcException">There is no image, or it has no content.</exception>
    public static void CheckPresent(Image? image)
    {
        if (image is null || image.ContentCase is Image.ContentOneofCase.None)
        {
            throw Errors.ImageMissing();
        }
    }

    /// <summary>Reads and normalises an image that is present.</summary>
    /// <exception cref="Grpc.Core.RpcException">The image cannot be read, has the wrong size or is blank.</exception>
    public static GrayImage Read(Image image, LoadedModel model)
    {
        var isPng = image.ContentCase is Image.ContentOneofCase.Png;
        var ink = isPng ? ReadPng(image) : ReadPixels(image, model);
        var normalized = Normalizer.Normalize(ink, model.InputShape.Width, model.InputShape.Height);
        return normalized.IsBlank ? throw Errors.ImageBlank(isPng) : normalized;
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
