-- AlterTable
ALTER TABLE "gateway" ADD COLUMN     "takes_everything" BOOLEAN NOT NULL DEFAULT true;
