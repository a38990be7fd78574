using Digits.Imaging;
using Digits.Inference.Models;
using Digits.Inference.V1;
using Google.Protobuf;

namespace Digits.Inference.Prediction;

/// <summary>Turns the image of a request into the input of a model.</summary>
internal static class ImageInput
{
    /// <summary>How many pixels would have to be decoded for this image, by its header; 0 where nothing is decoded.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is no image, the file is no picture that is read, or it is too large.</exception>
    public static long PixelsToDecode(Image? image) => image?.ContentCase switch
    {
        Image.ContentOneofCase.Data => PixelsOf(image.Data, Errors.DataField),
        Image.ContentOneofCase.Png => PixelsOf(image.Png, Errors.PngField),
        Image.ContentOneofCase.Pixels => 0,
        _ => throw Errors.ImageMissing(),
    };

    /// <summary>Decodes a picture, or takes the raw pixels, and normalises it to the model's input.</summary>
    /// <exception cref="Grpc.Core.RpcException">
    /// There is no image, it cannot be read, the raw pixels are too many or too few, or there is no ink.
    /// </exception>
    public static GrayImage Read(Image? image, LoadedModel model)
    {
        var input = image?.ContentCase switch
        {
            Image.ContentOneofCase.Data => ReadFile(image.Data, model, Errors.DataField),
            Image.ContentOneofCase.Png => ReadFile(image.Png, model, Errors.PngField),
            Image.ContentOneofCase.Pixels => ReadPixels(image.Pixels, model),
            _ => throw Errors.ImageMissing(),
        };
        return input.IsBlank ? throw Errors.ImageBlank(image.ContentCase) : input;
    }

    private static long PixelsOf(ByteString file, string field)
    {
        try
        {
            var header = PictureHeader.Read(file.Span);
            return (long)header.Width * header.Height;
        }
        catch (ImageFormatException fault)
        {
            throw Errors.BadPicture(fault, field);
        }
    }

    private static GrayImage ReadFile(ByteString file, LoadedModel model, string field)
    {
        try
        {
            return InkReader.ReadNormalized(file.Span, model.InputShape.Width, model.InputShape.Height);
        }
        catch (ImageFormatException fault)
        {
            throw Errors.BadPicture(fault, field);
        }
    }

    private static GrayImage ReadPixels(ByteString pixels, LoadedModel model)
    {
        var (width, height) = (model.InputShape.Width, model.InputShape.Height);
        return pixels.Length == model.InputShape.Size
            ? Normalizer.Normalize(new GrayImage(width, height, pixels.ToByteArray()), width, height)
            : throw Errors.PixelsWrongSize(pixels.Length, model);
    }
}
