using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Digits.Datasets.Formats;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Names in archives that do not say how they are encoded.</summary>
public sealed class NameEncodingTests
{
    static NameEncodingTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("gbk", 936, "零 一 二 三 四 五 六 七 八 九")]
    [InlineData("gbk", 936, "手写数字/甲 手写数字/乙 手写数字/丙")]
    [InlineData("gbk", 936, "大写字母 小写字母")]
    [InlineData("shift_jis", 932, "ア イ ソ 表 能")]
    [InlineData("shift_jis", 932, "一 二 三 十 百")]
    [InlineData("shift_jis", 932, "ひらがな/あ ひらがな/い ひらがな/う")]
    [InlineData("big5", 950, "一 功 許 四")]
    [InlineData("big5", 950, "手寫數字/甲 手寫數字/乙 手寫數字/國")]
    [InlineData("euc-kr", 949, "가 나 다 라 마")]
    [InlineData("euc-kr", 949, "숫자/영 숫자/일 숫자/이")]
    [InlineData("cp866", 866, "А Б В Г Д Е Ж")]
    [InlineData("cp866", 866, "Буквы/один Буквы/два")]
    [InlineData("windows-1251", 1251, "Цифры/ноль Цифры/один Цифры/восемь")]
    [InlineData("cp437", 437, "ä ö ü")]
    [InlineData("cp437", 437, "été chiffre_à")]
    public void Read_NamesInACodePage_AreRecognisedTogether(string encoding, int codePage, string folders)
    {
        var zip = Zip(Encoding.GetEncoding(codePage), [.. folders.Split(' ').Select((folder, at) => $"{folder}/{at}.png")]);

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", zip));

        Assert.Equal(folders.Split(' ').Select(folder => folder.Split('/')[^1]), items.Select(item => item.Label));
        Assert.Equal(encoding, Assert.Single(findings.Assumptions, made => made.Setting == "name_encoding").Value);
    }

    [Fact]
    public void Read_Utf8WithoutTheFlag_IsUtf8AndNoGuess()
    {
        // The encoding has another name than UTF-8, so the flag is not written.
        var zip = Zip(Encoding.Latin1, [Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("一/a.png")), Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("é/b.png"))]);

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", zip));

        Assert.Equal(["一", "é"], items.Select(item => item.Label));
        Assert.DoesNotContain(findings.Assumptions, made => made.Setting == "name_encoding");
    }

    [Fact]
    public void Read_EncodingOfTheSettings_IsBelieved()
    {
        var zip = Zip(Encoding.GetEncoding(866), ["Б/a.png", "Д/b.png", "Ф/c.png"]);

        Assert.Equal(["ü", "ä", "ö"], Labels(OpenedUpload.Plain, zip));
        Assert.Equal(["Б", "Д", "Ф"], Labels(OpenedUpload.Plain with { NameEncoding = "CP866" }, zip));
    }

    [Fact]
    public void Read_EncodingThatIsNotKnown_IsRefusedNamingThoseThatAre()
    {
        var zip = Zip(Encoding.GetEncoding(866), ["Б/a.png", "Д/b.png"]);

        var refusal = OpenedUpload.RefusalOf(OpenedUpload.Plain with { NameEncoding = "utf-7" }, new ImportOptions(), ("a.zip", zip));

        Assert.Equal("SETTING_INVALID", refusal.Reason);
        Assert.Contains("shift_jis", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "零")]
    [InlineData(false, "┴π")]
    public void Read_UnicodePathField_CountsWhereItsChecksumIsThatOfTheName(bool isRight, string label)
    {
        // Bytes of GBK beside a name that only code page 437 has, so that nothing but the field tells.
        var name = Encoding.GetEncoding(936).GetBytes("零/a.png");
        byte[] field = [1, .. BitConverter.GetBytes(Crc32.HashToUInt32(name) + (isRight ? 0u : 1u)), .. Encoding.UTF8.GetBytes("零/a.png")];
        byte[] extra = [0x75, 0x70, (byte)field.Length, 0, .. field];
        var zip = Stored(name, Png(1), extra);

        Assert.Equal([label], Labels(OpenedUpload.Plain with { NameEncoding = "cp437" }, zip));
    }

    private static List<string> Labels(ImportSettings settings, byte[] zip) =>
        [.. OpenedUpload.Read(settings, new ImportOptions(), ("a.zip", zip)).Items.Select(item => item.Fault?.Cause ?? item.Label)];

    private static byte[] Zip(Encoding encoding, string[] names)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, encoding))
        {
            foreach (var (at, name) in names.Index())
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(Png(at));
            }
        }

        return bytes.ToArray();
    }

    // An archive of one stored entry with an extra field in its directory.
    private static byte[] Stored(byte[] name, byte[] content, byte[] extra)
    {
        var (bytes, crc) = (new MemoryStream(), Crc32.HashToUInt32(content));
        var writer = new BinaryWriter(bytes);
        writer.Write(0x04034B50);
        writer.Write([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        WriteSizes();
        writer.Write((short)0);
        writer.Write(name);
        writer.Write(content);
        var directory = (int)bytes.Position;
        writer.Write(0x02014B50);
        writer.Write([20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        WriteSizes();
        writer.Write((short)extra.Length);
        writer.Write(new byte[14]);
        writer.Write(name);
        writer.Write(extra);
        var size = (int)bytes.Position - directory;
        writer.Write(0x06054B50);
        writer.Write([0, 0, 0, 0, 1, 0, 1, 0]);
        writer.Write(size);
        writer.Write(directory);
        writer.Write((short)0);
        return bytes.ToArray();

        void WriteSizes()
        {
            writer.Write(crc);
            writer.Write(content.Length);
            writer.Write(content.Length);
            writer.Write((short)name.Length);
        }
    }
}
