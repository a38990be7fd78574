using Digits.Inference.Models;
using Digits.Inference.V1;
using Digits.Learning.Images;

namespace Digits.Inference.Prediction;

/// <summary>Turns the image of a request into what a model sees.</summary>
internal static class ImageInput
{
    /// <summary>How many pixels would have to be decoded for this image, by its header; 0 where nothing is decoded.</summary>
    public static long PixelsToDecode(Image? image) =>
        image?.ContentCase == Image.ContentOneofCase.Png ? PictureSize.PixelsOf(image.Png.Span) : 0;

    /// <summary>Decodes a picture, or takes the raw pixels, and normalises it to the model's input.</summary>
    /// <exception cref="Grpc.Core.RpcException">
    /// There is no image, it cannot be read, the raw pixels are too many or too few, or there is no ink.
    /// </exception>
    public static GrayImage Read(Image? image, LoadedModel model)
    {
        var drawing = image?.ContentCase switch
        {
            Image.ContentOneofCase.Png => ReadPng(image),
            Image.ContentOneofCase.Pixels => ReadPixels(image, model),
            _ => throw Errors.ImageMissing(),
        };
        var normalized = Normalizer.Normalize(drawing, model.InputShape.Width, model.InputShape.Height);
        return normalized.IsBlank ? throw Errors.ImageBlank(image.ContentCase == Image.ContentOneofCase.Png) : normalized;
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
