using Microsoft.Net.Http.Headers;

namespace Digits.Gateway.Uploads;

/// <summary>A body that is one file. Settings come from the query; the name from Content-Disposition, else it is "upload".</summary>
internal sealed class BareFileSource(HttpRequest request) : UploadSource
{
    private const string DefaultName = "upload";

    public override Task SendAsync(UploadCall upload)
    {
        var name = ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition)
            ? BareName(disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : disposition.FileName.Value)
            : "";
        return upload.SendFileAsync(name.Length == 0 ? DefaultName : name, request.Body);
    }
}
