using System.Buffers;
using Digits.Processing.Formats.Zip;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Processing.Formats.Export;

/// <summary>Sends versions as files, no faster than the receiver takes them, with little in memory whatever their size.</summary>
internal sealed class DatasetExport(DatasetLibrary library, DatasetFolder folders)
{
    private const int PieceBytes = 128 << 10;
    private const int ShownVersionLength = 8;

    public async Task SendAsync(
        ExportDatasetRequest request, IServerStreamWriter<ExportDatasetResponse> responses, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(request.Format))
        {
            throw Errors.ExportFormatUnknown((int)request.Format);
        }

        using var reader = await library.OpenAsync(request.Dataset, request.Version, cancellationToken);
        using var folder = folders.CreateWorkFolder();
        await using var directory = new FileStream(
            Path.Combine(folder.Path, "directory"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        var output = new ArrayBufferWriter<byte>(2 * PieceBytes);
        var zip = new ZipWriter(output, directory);
        var name = FileName(reader.Version, request.Format);
        foreach (var _ in new ExportWriter(reader, zip).Write(request.Format))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (output.WrittenCount >= PieceBytes)
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
        ArrayBufferWriter<byte> output,
        string name,
        IServerStreamWriter<ExportDatasetResponse> responses,
        CancellationToken cancellationToken)
    {
        zip.Emptied();
        var bytes = output.WrittenMemory;
        for (var start = 0; start < bytes.Length; start += PieceBytes)
        {
            var piece = bytes.Slice(start, Math.Min(PieceBytes, bytes.Length - start));
            var response = new ExportDatasetResponse { Data = UnsafeByteOperations.UnsafeWrap(piece), FileName = start == 0 ? name : "" };
            await responses.WriteAsync(response, cancellationToken);
        }

        output.ResetWrittenCount();
    }

    private static string FileName(StoredVersion version, ExportFormat format) =>
        $"{version.Name}-{version.Version[..ShownVersionLength]}" + format switch
        {
            ExportFormat.Idx => "-idx.zip",
            ExportFormat.Csv => "-csv.zip",
            _ => ".zip",
        };
}
