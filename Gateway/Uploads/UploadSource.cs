using Digits.Gateway.Errors;
using Digits.Gateway.Transcoding;
using Microsoft.Net.Http.Headers;

namespace Digits.Gateway.Uploads;

/// <summary>Reads a request body as an upload.</summary>
internal abstract class UploadSource
{
    private static readonly string[] Unlikely = ["application/json", "application/x-www-form-urlencoded"];

    /// <summary>Chooses by Content-Type.</summary>
    /// <exception cref="ProblemException">There is no body, or one of a type that cannot be uploaded.</exception>
    public static UploadSource Of(HttpContext context, UploadShape shape)
    {
        var contentType = context.Request.ContentType ?? "";
        if (!JsonBody.IsPresent(context))
        {
            throw new ProblemException(Problems.MalformedUpload("The upload has no body."));
        }

        // "curl -d" and forms without files send these types; neither is meant as a file.
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || Unlikely.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
        {
            throw new ProblemException(
                Problems.UnsupportedMediaType(contentType, "multipart/form-data, or one file as application/octet-stream"));
        }

        return type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? new MultipartSource(context, shape, type)
            : new BareFileSource(context.Request);
    }

    /// <summary>Reads the body to its end into the call.</summary>
    public abstract Task SendAsync(UploadCall upload);

    /// <summary>The last part of a file name: some browsers send the caller's folders along.</summary>
    protected static string BareName(string? fileName)
    {
        var name = HeaderUtilities.RemoveQuotes(fileName).ToString();
        return name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
    }
}

/// <summary>A body that is one file. Settings come from the query, the name from Content-Disposition; without one it is "upload".</summary>
internal sealed class BareFileSource(HttpRequest request) : UploadSource
{
    private const string DefaultName = "upload";

    public override Task SendAsync(UploadCall upload)
    {
        var name = ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition)
            ? BareName(disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : disposition.FileName.Value)
            : "";
        return upload.SendFileAsync(name.Length == 0 ? DefaultName : name, new StoppableBody(request.BodyReader));
    }
}
