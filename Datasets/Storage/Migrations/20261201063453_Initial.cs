using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Digits.Datasets.Storage.Migrations
{
    /// <summary>Creates the tables. Without column types each provider takes its own, so this serves SQLite and PostgreSQL.</summary>
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "changes",
                columns: table => new
                {
                    Id = table.Column<long>(nullable: false)
                        .Annotation("Sqlite:Autoincrement", true)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Dataset = table.Column<string>(nullable: false),
                    Version = table.Column<string>(nullable: false),
                    Parent = table.Column<string>(nullable: false),
                    Kind = table.Column<int>(nullable: false),
                    Added = table.Column<int>(nullable: false),
                    Removed = table.Column<int>(nullable: false),
                    Relabeled = table.Column<int>(nullable: false),
                    Author = table.Column<string>(nullable: false),
                    Note = table.Column<string>(nullable: false),
                    CreateTime = table.Column<DateTimeOffset>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_changes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "corrections",
                columns: table => new
                {
                    Id = table.Column<long>(nullable: false)
                        .Annotation("Sqlite:Autoincrement", true)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Dataset = table.Column<string>(nullable: false),
                    State = table.Column<int>(nullable: false),
                    Image = table.Column<byte[]>(nullable: false),
                    Width = table.Column<int>(nullable: false),
                    Height = table.Column<int>(nullable: false),
                    PredictedLabel = table.Column<string>(nullable: false),
                    Label = table.Column<string>(nullable: false),
                    Model = table.Column<string>(nullable: false),
                    ModelVersion = table.Column<int>(nullable: false),
                    Author = table.Column<string>(nullable: false),
                    CreateTime = table.Column<DateTimeOffset>(nullable: false),
                    Reviewer = table.Column<string>(nullable: false),
                    ReviewTime = table.Column<DateTimeOffset>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_corrections", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "dataset_versions",
                columns: table => new
                {
                    Id = table.Column<long>(nullable: false)
                        .Annotation("Sqlite:Autoincrement", true)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(nullable: false),
                    Version = table.Column<string>(nullable: false),
                    ContentHash = table.Column<string>(nullable: false),
                    Height = table.Column<int>(nullable: false),
                    Width = table.Column<int>(nullable: false),
                    Channels = table.Column<int>(nullable: false),
                    Labels = table.Column<string>(nullable: false),
                    IndexHash = table.Column<string>(nullable: false),
                    Packs = table.Column<string>(nullable: false),
                    CreateTime = table.Column<DateTimeOffset>(nullable: false),
                    Test_ClassCounts = table.Column<string>(nullable: false),
                    Test_Count = table.Column<int>(nullable: false),
                    Train_ClassCounts = table.Column<string>(nullable: false),
                    Train_Count = table.Column<int>(nullable: false),
                    Validation_ClassCounts = table.Column<string>(nullable: false),
                    Validation_Count = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dataset_versions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "datasets",
                columns: table => new
                {
                    Name = table.Column<string>(nullable: false),
                    Current = table.Column<string>(nullable: false),
                    NextNumber = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_datasets", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "packs",
                columns: table => new
                {
                    Dataset = table.Column<string>(nullable: false),
                    First = table.Column<int>(nullable: false),
                    Count = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_packs", x => new { x.Dataset, x.First });
                });

            migrationBuilder.CreateIndex(
                name: "IX_changes_Dataset_Id",
                table: "changes",
                columns: new[] { "Dataset", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_corrections_State_Dataset_Id",
                table: "corrections",
                columns: new[] { "State", "Dataset", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_dataset_versions_Name_Version",
                table: "dataset_versions",
                columns: new[] { "Name", "Version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "changes");

            migrationBuilder.DropTable(
                name: "corrections");

            migrationBuilder.DropTable(
                name: "dataset_versions");

            migrationBuilder.DropTable(
                name: "datasets");

            migrationBuilder.DropTable(
                name: "packs");
        }
    }
}
