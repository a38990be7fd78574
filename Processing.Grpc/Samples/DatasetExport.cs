using Digits.Datasets.Formats.Export;
using Digits.Datasets.Formats.Zip;
using Digits.Datasets.Storage;
using Digits.Processing.V1;
using Google.Protobuf;
using Grpc.Core;
using ExportFormat = Digits.Datasets.Formats.Export.ExportFormat;

namespace Digits.Processing.Samples;

/// <summary>Sends versions as files, no faster than the receiver takes them, with little in memory whatever their size.</summary>
internal sealed class DatasetExport(DatasetLibrary library, DatasetFolder folders)
{
    private const int PieceBytes = 128 << 10;

    public async Task SendAsync(
        ExportDatasetRequest request, IServerStreamWriter<ExportDatasetResponse> responses, CancellationToken cancellationToken)
    {
        var format = (ExportFormat)request.Format;
        if (!Enum.IsDefined(format))
        {
            throw RequestErrors.ExportFormatUnknown((int)format);
        }

        using var reader = await library.OpenAsync(request.Dataset, request.Version, cancellationToken);
        using var folder = folders.CreateWorkFolder();
        await using var directory = new FileStream(
            Path.Combine(folder.Path, "directory"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        using var output = new MemoryStream(2 * PieceBytes);
        using var zip = new ZipWriter(output, directory);
        var name = ExportWriter.FileName(reader.Version, format);
        foreach (var _ in new ExportWriter(reader, zip).Write(format))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (output.Length >= PieceBytes)
            {
                await SendAsync(zip, output, name, responses, cancellationToken);
                name = "";
            }
        }

        await SendAsync(zip, output, name, responses, cancellationToken);
    }

    // A message is written out by the time WriteAsync returns, so the buffer behind it can be used again.
    private static async Task SendAsync(
        ZipWriter zip,
        MemoryStream output,
        string name,
        IServerStreamWriter<ExportDatasetResponse> responses,
        CancellationToken cancellationToken)
    {
        var bytes = output.GetBuffer().AsMemory(0, (int)output.Length);
        for (var start = 0; start < bytes.Length; start += PieceBytes)
        {
            var piece = bytes.Slice(start, Math.Min(PieceBytes, bytes.Length - start));
            var response = new ExportDatasetResponse { Data = UnsafeByteOperations.UnsafeWrap(piece), FileName = start == 0 ? name : "" };
            await responses.WriteAsync(response, cancellationToken);
        }

        zip.Empty();
    }
}
