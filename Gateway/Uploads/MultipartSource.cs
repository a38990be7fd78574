using System.Text;
using Digits.Gateway.Errors;
using Digits.ServiceDefaults.Errors;
using Google.Protobuf;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Digits.Gateway.Uploads;

/// <summary>A form: fields are settings, files become chunks, in the order in which they arrive.</summary>
internal sealed class MultipartSource : UploadSource
{
    // RFC 2046 allows 70 characters.
    private const int MaxBoundaryLength = 70;
    private const int BufferBytes = 64 << 10;
    private const int MaxHeaders = 16;
    private const int MaxHeaderBytes = 16 << 10;
    private const int MaxFieldBytes = 64 << 10;
    private const int MaxParts = 10_000;

    private readonly HttpContext _context;
    private readonly UploadShape _shape;
    private readonly MultipartReader _reader;

    public MultipartSource(HttpContext context, UploadShape shape, MediaTypeHeaderValue contentType)
    {
        var boundary = HeaderUtilities.RemoveQuotes(contentType.Boundary).ToString();
        if (boundary.Length is 0 or > MaxBoundaryLength)
        {
            throw Malformed("The Content-Type has no boundary of 1 to 70 characters.");
        }

        _context = context;
        _shape = shape;
        _reader = new MultipartReader(boundary, new StoppableBody(context.Request.BodyReader), BufferBytes)
        {
            HeadersCountLimit = MaxHeaders,
            HeadersLengthLimit = MaxHeaderBytes,
        };
    }

    public override async Task SendAsync(UploadCall upload)
    {
        try
        {
            await SendPartsAsync(upload);
        }
        catch (Exception exception) when (exception is InvalidDataException || IsBrokenForm(exception))
        {
            throw Malformed($"The form is malformed or broken off: {CallerText.Shorten(exception.Message.TrimEnd('.'))}.");
        }
    }

    private async Task SendPartsAsync(UploadCall upload)
    {
        IMessage? settings = null;
        var parts = 0;
        while (await _reader.ReadNextSectionAsync(upload.Ended) is { } section)
        {
            if (++parts > MaxParts)
            {
                throw Malformed($"The form has more than {MaxParts} parts.");
            }

            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || !disposition.Name.HasValue)
            {
                throw Malformed($"Part {parts} of the form has no Content-Disposition with a name.");
            }

            if (!disposition.FileName.HasValue && !disposition.FileNameStar.HasValue)
            {
                settings ??= _shape.NewSettings();
                await ReadFieldAsync(settings, disposition, section, upload.Ended);
                continue;
            }

            await FlushAsync(upload, settings);
            settings = null;
            await SendFileAsync(upload, disposition, section);
        }

        await FlushAsync(upload, settings);
    }

    private static Task FlushAsync(UploadCall upload, IMessage? settings) =>
        settings is null ? Task.CompletedTask : upload.SendSettingsAsync(settings);

    private async Task SendFileAsync(UploadCall upload, ContentDispositionHeaderValue disposition, MultipartSection section)
    {
        var field = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var name = BareName(disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : disposition.FileName.Value);
        if (!_shape.IsFilesField(field))
        {
            var faults = new RequestFaults();
            faults.Add(field, $"is not a field for files; that is {_shape.Files.JsonName}");
            faults.ThrowIfAny();
        }

        // For a file input without a file, browsers send an empty file without a name.
        if (name.Length > 0)
        {
            await upload.SendFileAsync(name, section.Body);
        }
    }

    private async Task ReadFieldAsync(
        IMessage settings, ContentDispositionHeaderValue disposition, MultipartSection section, CancellationToken ended)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var value = new byte[MaxFieldBytes + 1];
        var length = await section.Body.ReadAtLeastAsync(value, value.Length, throwOnEndOfStream: false, ended);
        var faults = new RequestFaults();
        if (length > MaxFieldBytes)
        {
            faults.Add(name, $"is longer than {MaxFieldBytes} bytes");
        }
        else if (_shape.IsFilesField(name))
        {
            faults.Add(name, "must be a file with a file name");
        }
        else
        {
            _shape.WriteSetting(settings, name, Encoding.UTF8.GetString(value, 0, length), faults);
        }

        faults.ThrowIfAny();
    }

    // The reader throws the same exception for a form without an end and for a broken connection; only the first can still be answered.
    private bool IsBrokenForm(Exception exception) =>
        exception is IOException and not BadHttpRequestException && !_context.RequestAborted.IsCancellationRequested;

    private static ProblemException Malformed(string detail) => new(Problems.MalformedUpload(detail));
}
