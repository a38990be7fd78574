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
        Image.ContentOneofCase.Data => PixelsOf(image.Data.Span, Errors.DataField),
        Image.ContentOneofCase.Png => PixelsOf(image.Png.Span, Errors.PngField),
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
            Image.ContentOneofCase.Data => ReadFile(image.Data.Span, model, Errors.DataField),
            Image.ContentOneofCase.Png => ReadFile(image.Png.Span, model, Errors.PngField),
            Image.ContentOneofCase.Pixels => ReadPixels(image.Pixels, model),
            _ => throw Errors.ImageMissing(),
        };
        return input.IsBlank ? throw Errors.ImageBlank(image.ContentCase) : input;
    }

    /// <summary>How many pixels a picture file has, by its header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="field">Where the request has it.</param>
    /// <exception cref="Grpc.Core.RpcException">The file is no picture that is read, or it is too large.</exception>
    public static long PixelsOf(ReadOnlySpan<byte> file, string field)
    {
        try
        {
            var header = PictureHeader.Read(file);
            return (long)header.Width * header.Height;
        }
        catch (ImageFormatException fault)
        {
            throw Errors.BadPicture(fault, field);
        }
    }

    /// <summary>Decodes a picture file and normalises it to the model's input; the result may be blank.</summary>
    /// <exception cref="Grpc.Core.RpcException">It cannot be read.</exception>
    public static GrayImage ReadFile(ReadOnlySpan<byte> file, LoadedModel model, string field)
    {
        try
        {
            return InkReader.ReadNormalized(file, model.InputShape.Width, model.InputShape.Height);
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
